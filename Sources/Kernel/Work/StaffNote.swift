/// 站内信: what a member of staff is told because somebody gave, copied or returned work to them,
/// or urged them. It follows from the events of work items, so no command has to think of it.
package struct StaffNote: Hashable, Sendable {
    /// What happened to the work.
    package enum Kind: String, Sendable, CaseIterable {
        case assigned, handedOver, delegated, delegationAnswered, signatureAsked, signed, copied,
            urged, returned, takenBack

        package var title: Words {
            switch self {
            case .assigned: Words("派给您", "Assigned to you")
            case .handedOver: Words("转办给您", "Handed over to you")
            case .delegated: Words("委派给您", "Delegated to you")
            case .delegationAnswered: Words("委派已办回", "Your delegate handed it back")
            case .signatureAsked: Words("请您签署意见", "Your signature is asked for")
            case .signed: Words("已签署意见", "A signature was given")
            case .copied: Words("抄送给您", "Copied to you")
            case .urged: Words("催办", "You are urged")
            case .returned: Words("退回给您", "Returned to you")
            case .takenBack: Words("已被取回", "Taken back from you")
            }
        }
    }

    package let staff: ID<StaffMember>
    package let kind: Kind
    package let subject: CaseReference
    /// What the work is.
    package let title: Words
}

extension WorkItem {
    /// Whom an event tells, as the item stood before it. Nobody is told of what they did.
    func notes(of event: Event) -> [StaffNote] {
        let told: [(ID<StaffMember>?, ID<StaffMember>?, StaffNote.Kind)] =
            switch event {
            case .assigned(let person, _, _): [(person, nil, .assigned)]
            case .handedOver(let person, let giver, _): [(person, giver, .handedOver)]
            case .delegated(let person, let giver, _): [(person, giver, .delegated)]
            case .delegationAnswered(let person, _): [(holder, person, .delegationAnswered)]
            case .signatureAsked(let asked): [(asked.signer, asked.askedBy, .signatureAsked)]
            case .signed(let person, _, _, _):
                [(signatures.first { $0.signer == person }?.askedBy, person, .signed)]
            case .copied(let people, let giver): people.map { ($0, giver, .copied) }
            case .urged(let person): [(holder, person, .urged)]
            case .returned(let person, let giver, _): [(person, giver, .returned)]
            case .takenBack(let person): [(holder, person, .takenBack)]
            case .opened, .claimed, .pooled, .begun, .suspended, .resumed, .finished, .withdrawn: []
            }
        return told.compactMap { person, actor, kind in
            guard let person, person != actor else { return nil }
            return StaffNote(staff: person, kind: kind, subject: subject, title: title)
        }
    }
}

extension ChangeOf<WorkItem> {
    var notes: [StaffNote] {
        var item = before?.state
        return events.flatMap { event in
            let told = item?.notes(of: event) ?? []
            item = WorkItem.fold(item, [event])
            return told
        }
    }
}

extension ChangeOf {
    /// The case that this change opened, when it did.
    var openedCase: CaseReference? {
        guard before == nil, let state = State.fold(nil, events), state.stream.kind == State.table
        else { return nil }
        return (state as? any Numbered).map { CaseReference($0) }
    }
}
