import Kernel

/// What people do with work beside doing it: hand it over and take it back, delegate it, ask for a
/// signature, put it aside, urge, copy, return it.
enum WorkVerbs {
    /// Something other than the step itself, now and then.
    static func detour(
        _ card: WorkCard, _ who: OfficeMember, _ round: inout Round
    ) -> Assignment? {
        guard round.chances.chance(70) else { return nil }
        let others = round.roster.holders(of: card.post).filter { $0.id != who.id }
        guard let other = round.chances.pick(others) else { return nil }
        let later = round.now.adding(seconds: round.chances.between(3_600...90_000))
        let to: JSON = .string(other.number)
        switch round.chances.between(0...6) {
        case 0: return Assignment([verb("handOver", card, who, ["to": to, "reason": "今日外出查勘"])])
        case 1:
            return Assignment([
                verb("handOver", card, who, ["to": to, "reason": "工作调整"]),
                verb("takeBack", card, who, [:]),
            ])
        case 2:
            var assignment = Assignment([
                verb("delegate", card, who, ["to": to, "reason": "请协助核实"])
            ])
            assignment.later = [(later, .answer(item: card.id.text, delegate: other.id))]
            return assignment
        case 3:
            let order: JSON = round.chances.chance(500) ? "before" : "together"
            var assignment = Assignment([
                verb("askForSignature", card, who, ["to": to, "order": order])
            ])
            assignment.later = [(later, .signature(item: card.id.text, signer: other.id))]
            return assignment
        case 4:
            let until: JSON = .string(later.iso8601)
            return Assignment([verb("suspend", card, who, ["until": until, "reason": "等待客户回电"])])
        case 5: return Assignment([verb("return", card, who, ["reason": "不属于本人经办范围"])])
        default:
            return Assignment([
                verb("copy", card, who, ["to": to]), verb("urge", card, other, [:]),
            ])
        }
    }

    static func verb(
        _ name: String, _ card: WorkCard, _ who: OfficeMember, _ fields: JSON.Object
    ) -> Errand {
        var fields = fields
        fields["item"] = card.field
        return Errand(who, "work.\(name)", .object(fields))
    }
}

/// What goes wrong around a step: the wrong person, an old version, nonsense, the same thing twice.
enum Mistakes {
    static func around(
        _ errand: Errand, _ file: CaseFile?, _ round: inout Round, permille: Int
    ) -> [Errand] {
        guard round.chances.chance(permille) else { return [errand] }
        switch round.chances.between(0...5) {
        case 0:
            guard let stranger = round.anyone(.auditAdministrator) else { return [errand] }
            return [errand.mistaken(by: stranger), errand]
        case 1:
            let hasSubject = Insurer.commands[errand.command]?.subject != nil
            return hasSubject ? [errand.mistaken(ifVersion: 1_000_000), errand] : [errand]
        case 2: return [errand.mistaken(fields: nonsense(errand.fields)), errand]
        case 3: return [errand, errand.repeated]
        case 4: return [errand.mistaken(fields: "not an object"), errand]
        default: return byMaker(errand, file, round)
        }
    }

    private static func nonsense(_ fields: JSON) -> JSON {
        guard case .object(var object) = fields else { return fields }
        for name in ["reserve", "amount"] where object[name] != nil {
            object[name] = "-999999999999999999.00 CNY"
            return .object(object)
        }
        object["colour"] = "blue"
        return .object(object)
    }

    /// Somebody who prepared the case tries to review it themselves.
    private static func byMaker(
        _ errand: Errand, _ file: CaseFile?, _ round: Round
    ) -> [Errand] {
        var makers = file?.claim?.state.makers ?? []
        if let maker = file?.payment?.maker { makers.insert(maker) }
        let reviews: Set = ["claims.decide", "payments.release", "claims.verifyLoss"]
        guard reviews.contains(errand.command), let maker = makers.min(),
            let member = round.roster.member(maker)
        else { return [errand] }
        return [errand.mistaken(by: member), errand]
    }
}
