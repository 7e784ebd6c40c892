import Kernel

/// 安排调查: takes up what the rule proposes, now and then not.
struct PlanningDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        guard let investigation = file.investigation?.state, investigation.state == .proposed
        else { return [] }
        var fate = round.fate("investigation.\(investigation.number)")
        // A loss adjuster's report comes from outside the office, as a file.
        let kinds = investigation.proposed.map(\.kind).filter { $0 != .lossAdjuster }
        if kinds.isEmpty || fate.chance(250) {
            return [
                Errand(
                    who, "claims.declineInvestigation",
                    ["claim": .string(file.card.number), "reason": "资料齐全，事实清楚，无需调查"])
            ]
        }
        let tasks = kinds.map { kind -> JSON in ["kind": .string(kind.rawValue)] }
        return [
            Errand(
                who, "claims.planInvestigation",
                [
                    "claim": .string(file.card.number), "tasks": .array(tasks),
                    "reason": "按案情安排调查",
                ])
        ]
    }
}

/// 调查任务: declares, then records what was found or whom they visited.
struct TaskDesk: Desk {
    func excluded(_ file: CaseFile) -> Set<ID<StaffMember>> {
        guard let investigation = file.investigation?.state, let task = task(file) else {
            return []
        }
        let interested = task.declarations.filter { !$0.hasNoInterest }.map(\.staff)
        return task.isReinspection
            ? investigation.investigators.union(interested) : Set(interested)
    }

    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        guard let task = task(file) else { return [] }
        let (claim, code) = (JSON.string(file.card.number), JSON.string(task.code))
        let day = JSON.string(round.now.officeDay.description)
        var errands: [Errand] = []
        if task.isDisinterested(who.id) == nil {
            errands.append(
                Errand(
                    who, "claims.declareInterest",
                    ["claim": claim, "task": code, "hasNoInterest": true]))
        }
        if task.kind == .injuryFollowUp {
            errands.append(
                Errand(
                    who, "claims.recordInjuryVisit",
                    ["claim": claim, "task": code, "day": day, "condition": "伤情稳定，已出院休养"]))
        } else {
            errands.append(
                Errand(
                    who, "claims.recordFinding",
                    [
                        "claim": claim, "task": code, "day": day, "completes": true,
                        "finding": "经核实，事故经过与报案一致，损失部位与事故形态相符",
                    ]))
        }
        return errands
    }

    private func task(_ file: CaseFile) -> InvestigationTask? {
        file.investigation?.state.openTasks.first { $0.kind.work == file.card.kind }
    }
}

/// 调查报告.
struct InvestigationReportDesk: Desk {
    func excluded(_ file: CaseFile) -> Set<ID<StaffMember>> {
        let tasks = file.investigation?.state.tasks ?? []
        return Set(tasks.flatMap(\.declarations).filter { !$0.hasNoInterest }.map(\.staff))
    }

    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        [
            Errand(
                who, "claims.submitInvestigationReport",
                [
                    "claim": .string(file.card.number),
                    "conclusion": "事故真实，损失与出险经过相符，未发现异常",
                ])
        ]
    }
}

/// 审阅报告: accepts it, or has the site looked at once more.
struct InvestigationReviewDesk: Desk {
    func excluded(_ file: CaseFile) -> Set<ID<StaffMember>> {
        file.investigation?.state.investigators ?? []
    }

    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        guard let investigation = file.investigation?.state else { return [] }
        var fate = round.fate("review.\(investigation.number)")
        let again = investigation.reports.count == 1 && fate.chance(120)
        return [
            Errand(
                who, again ? "claims.orderReinspection" : "claims.closeInvestigation",
                [
                    "claim": .string(file.card.number),
                    "reason": again ? "照片未反映受损全貌，请复勘" : "调查充分，采纳结论",
                ])
        ]
    }
}
