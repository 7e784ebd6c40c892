import Kernel

/// The desks for what runs beside a claim.
enum AfterwardsDesks {
    static let all: [String: any Desk] = [
        AfterwardsTasks.beginReview: ReviewDesk(), AfterwardsTasks.concludeReview: ConclusionDesk(),
        AfterwardsTasks.tellReview: TellReviewDesk(),
        AfterwardsTasks.closeReview: CloseReviewDesk(), AfterwardsTasks.pursue: PursuitDesk(),
        AfterwardsTasks.approveWaiver: WaiverDesk(), AfterwardsTasks.conduct: LitigationDesk(),
        AfterwardsTasks.hearing: HearingDesk(), AfterwardsTasks.archive: ArchiveDesk(),
        AfterwardsTasks.proposeDisposal: DisposalDesk(),
        AfterwardsTasks.approveDisposal: DisposalDesk(),
    ]
}

/// 受理复核, by somebody who took no part in the decision.
struct ReviewDesk: Desk {
    func excluded(_ file: CaseFile) -> Set<ID<StaffMember>> {
        Set(file.review?.participants ?? [])
    }

    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        [Errand(who, "reviews.begin", ["review": .string(file.card.number)])]
    }
}

/// 复核结论: waits until the claim stands still.
struct ConclusionDesk: Desk {
    func excluded(_ file: CaseFile) -> Set<ID<StaffMember>> {
        Set(file.review?.participants ?? [])
    }

    func isReady(_ file: CaseFile) -> Bool {
        [.paid, .closed, .cancelled].contains(file.claim?.state.state)
    }

    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        guard let claim = file.claim?.state else { return [] }
        var fields: JSON.Object = [
            "review": .string(file.card.number), "outcome": "upheld",
            "reason": "经复核，事实清楚，条款适用正确",
        ]
        if claim.state != .cancelled, round.chances.chance(400) {
            let reserve = Money(minor: round.chances.skewed(50_000...2_000_000), claim.currency)
            fields["outcome"] = round.chances.chance(600) ? "changed" : "sentBack"
            fields["reserve"] = .string(reserve.description)
            fields["reason"] = "现场证据表明损失属于保险责任，应重新核定"
        }
        return [Errand(who, "reviews.conclude", .object(fields))]
    }
}

/// 告知复核结论.
struct TellReviewDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        [Errand(who, "reviews.tell", ["review": .string(file.card.number)])]
    }
}

/// 复核结案: waits for the new decision.
struct CloseReviewDesk: Desk {
    func isReady(_ file: CaseFile) -> Bool {
        guard let review = file.review?.state, let claim = file.claim?.state else { return false }
        return review.isFollowed(by: claim)
    }

    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        [Errand(who, "reviews.close", ["review": .string(file.card.number)])]
    }
}

/// 推进追偿: demand or sale, receipts in one or two parts, what does not come is given up.
struct PursuitDesk: Desk {
    func isReady(_ file: CaseFile) -> Bool {
        file.recovery.map { $0.state.state != .waiverProposed } ?? true
    }

    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        guard let recovery = file.recovery?.state else { return [] }
        let number = JSON.string(recovery.number)
        switch recovery.state {
        case .opened where recovery.kind == .salvage: return salvage(recovery, who, &round)
        case .opened:
            return [
                Errand(
                    who, "recoveries.demand",
                    [
                        "recovery": number, "document": .string("函-\(recovery.number)"),
                        "limitation": .string(AfterwardsFate.limitation(round)),
                    ])
            ]
        case .demanded, .receiving:
            if recovery.outstanding.minor == 0 {
                return [Errand(who, "recoveries.close", ["recovery": number])]
            }
            return receipt(recovery, who, &round)
        default: return []
        }
    }

    private func salvage(
        _ recovery: Recovery, _ who: OfficeMember, _ round: inout Round
    ) -> [Errand] {
        let number = JSON.string(recovery.number)
        if recovery.isDeducted {
            return [Errand(who, "recoveries.handOver", ["recovery": number])]
        }
        guard let appraisal = recovery.appraisal else {
            return [
                Errand(
                    who, "recoveries.appraise",
                    [
                        "recovery": number, "amount": .string(recovery.expected.description),
                        "document": "残值估价单",
                    ])
            ]
        }
        guard let seller = round.anyone(.claimsHandler, but: appraisal.by) else { return [] }
        let errand = Errand(
            seller, "recoveries.sell",
            [
                "recovery": number, "price": .string(recovery.expected.description),
                "buyer": .string(DemoPerson.name(&round.chances)),
            ])
        guard let first = round.roster.member(appraisal.by), round.chances.chance(200) else {
            return [errand]
        }
        return [errand.mistaken(by: first), errand]
    }

    private func receipt(
        _ recovery: Recovery, _ who: OfficeMember, _ round: inout Round
    ) -> [Errand] {
        guard let clerk = round.anyone(.paymentClerk) else { return [] }
        let left = recovery.outstanding
        if recovery.receipts > 0, round.chances.chance(250) {
            return [
                Errand(
                    who, "recoveries.proposeWaiver",
                    [
                        "recovery": .string(recovery.number), "kind": "writeOff",
                        "reason": "对方已无可供执行的财产",
                    ])
            ]
        }
        let part = round.chances.chance(400) ? max(1, left.minor / 2) : left.minor
        return [
            Errand(
                clerk, "recoveries.receive",
                [
                    "recovery": .string(recovery.number),
                    "amount": .string(Money(minor: part, left.currency).description),
                    "reference": .string("RV-\(recovery.number)-\(recovery.receipts)"),
                    "receivedOn": .string(round.hours.day(of: round.now).description),
                ])
        ]
    }
}

/// 审批放弃追偿, never by who proposed it.
struct WaiverDesk: Desk {
    func excluded(_ file: CaseFile) -> Set<ID<StaffMember>> {
        Set([file.recovery?.waiver?.by].compactMap(\.self))
    }

    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        let approves = !round.chances.chance(150)
        return [
            Errand(
                who, approves ? "recoveries.approveWaiver" : "recoveries.returnWaiver",
                [
                    "recovery": .string(file.card.number),
                    "reason": approves ? "情况属实，同意核销" : "请再核实对方财产线索",
                ])
        ]
    }
}

/// 归档: when nothing beside the claim is open any more.
struct ArchiveDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) throws -> [Errand] {
        guard let claim = file.claim?.state, claim.state.isFinal,
            try FileStore.openLines(of: claim.number, round.reader).isEmpty
        else { return [] }
        var fields: JSON.Object = [
            "claim": .string(claim.number),
            "place": .string("档案室\(claim.registeredAt.milliseconds % 40 + 1)号柜"),
        ]
        let errand = Errand(who, "archives.archive", .object(fields))
        guard !claim.missingFromFile.isEmpty, let supervisor = round.anyone(.claimsSupervisor)
        else { return [errand] }
        fields["lack"] = "原件由公安机关调取，留存复印件"
        return [
            errand.mistaken(), Errand(supervisor, "archives.archive", .object(fields)),
        ]
    }
}

/// 销毁到期案卷, by two persons.
struct DisposalDesk: Desk {
    func excluded(_ file: CaseFile) -> Set<ID<StaffMember>> {
        Set([file.archive?.proposal?.by].compactMap(\.self))
    }

    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        let proposes = file.card.kind == AfterwardsTasks.proposeDisposal
        return [
            Errand(
                who, proposes ? "archives.proposeDisposal" : "archives.dispose",
                ["claim": .string(file.card.number), "reason": "保管期满，无保全"])
        ]
    }
}
