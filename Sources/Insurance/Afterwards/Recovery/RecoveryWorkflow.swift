package import Kernel

extension Recovery {
    package enum State: String, WorkflowState {
        case opened, demanded, receiving, waiverProposed, closed

        package var title: Words {
            switch self {
            case .opened: Words("已立项", "Opened")
            case .demanded: Words("已追索", "Demanded")
            case .receiving: Words("回款中", "Receiving")
            case .waiverProposed: Words("待批准放弃", "Waiver proposed")
            case .closed: Words("已结束", "Closed")
            }
        }

        package var isFinal: Bool { self == .closed }
    }

    package static func opened(by event: Event) -> Recovery? {
        if case .opened(let recovery) = event { recovery } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .opened(let recovery): self = recovery
        case .demanded(let demand):
            demands.append(demand)
            limitation = demand.limitation
            if state == .opened { state = .demanded }
        case .appraised(let appraisal): self.appraisal = appraisal
        case .sold(let price, let buyer, _):
            self.price = price
            self.buyer = buyer
            state = .demanded
        case .costRecorded(let cost): costs.append(cost)
        case .received(let amount, _, _):
            receivedMinor = receivedMinor.addingClamped(amount.minor)
            receipts += 1
            state = .receiving
        case .settledByInsured(let settlement): settlements.append(settlement)
        case .waiverProposed(let waiver):
            self.waiver = waiver
            state = .waiverProposed
        case .waiverReturned:
            waiver = nil
            state = receipts > 0 ? .receiving : .demanded
        case .closed(let ending, _, _):
            self.ending = ending
            state = .closed
        }
    }
}

/// The table of a recovery.
package enum RecoveryWorkflow {
    package enum Step: String, WorkflowStep {
        case open, demand, appraise, sell, handOver, recordCost, receive, recordSettlement,
            proposeWaiver, returnWaiver, approveWaiver, close

        package var title: Words {
            switch self {
            case .open: Words("追偿立项", "Open the recovery")
            case .demand: Words("发函追索", "Demand")
            case .appraise: Words("损余估价", "Appraise the salvage")
            case .sell: Words("变卖损余", "Sell the salvage")
            case .handOver: Words("损余归被保险人", "Leave the salvage to the insured")
            case .recordCost: Words("登记追偿费用", "Record a cost")
            case .receive: Words("登记回款", "Record a receipt")
            case .recordSettlement: Words("登记被保险人和解", "Record the insured's settlement")
            case .proposeWaiver: Words("提出放弃或核销", "Propose to waive or write off")
            case .returnWaiver: Words("不同意放弃", "Return the waiver")
            case .approveWaiver: Words("批准放弃或核销", "Approve the waiver")
            case .close: Words("追偿结束", "Close the recovery")
            }
        }
    }

    static let open: Set<Recovery.State> = [.opened, .demanded, .receiving]
    private static let handlers = Set<Post>.held(.claimsHandler, .claimsSupervisor)
    private static let deciders = Set<Post>.held(
        .claimsApprover, .claimsSupervisor, .executive)
    private typealias Rule = Workflow<Recovery, Recovery.State, Step>.Rule

    package static let main = Workflow<Recovery, Recovery.State, Step>(
        "recovery", Recovery.title, start: .opened, pursuing + ending)

    private static let pursuing: [Rule] = [
        Rule(
            .open, from: [.opened], by: handlers,
            clocks: [.start(.recoveryDemand)], keeps: ["1.3.3", "4.3.2a"],
            with: "recoveries.open"),
        Rule(
            .demand, from: [.opened, .demanded], to: .demanded, by: handlers,
            clocks: [.stop(.recoveryDemand), .stop(.recoveryLimitation)],
            keeps: ["1.3.3", "4.3.2a"], with: "recoveries.demand"),
        Rule(
            .appraise, from: [.opened], by: handlers, keeps: ["1.3.3"],
            with: "recoveries.appraise"),
        Rule(
            .sell, from: [.opened], to: .demanded, by: handlers,
            clocks: [.stop(.recoveryDemand)], keeps: ["1.3.3"], with: "recoveries.sell"),
        Rule(
            .recordCost, from: open, by: handlers, keeps: ["1.3.3"],
            with: "recoveries.recordCost"),
        Rule(
            .recordSettlement, from: open, by: handlers, keeps: ["1.3.3"],
            with: "recoveries.recordSettlement"),
        Rule(
            .receive, from: [.demanded, .receiving], to: .receiving, by: .held(.paymentClerk),
            clocks: [.stop(.recoveryDemand)], keeps: ["4.2.4b"], with: "recoveries.receive"),
    ]

    private static let stopped: [ClockEffect] = [
        .stop(.recoveryDemand), .stop(.recoveryLimitation),
    ]

    private static let ending: [Rule] = [
        Rule(
            .handOver, from: [.opened], to: .closed, by: handlers, clocks: stopped,
            keeps: ["1.3.3"], with: "recoveries.handOver"),
        Rule(
            .proposeWaiver, from: open, to: .waiverProposed, by: handlers, keeps: ["1.3.3"],
            with: "recoveries.proposeWaiver"),
        Rule(
            .returnWaiver, from: [.waiverProposed], to: .demanded, by: deciders,
            keeps: ["1.3.3"], with: "recoveries.returnWaiver"),
        Rule(
            .approveWaiver, from: [.waiverProposed], to: .closed, by: deciders, clocks: stopped,
            keeps: ["1.3.3"], with: "recoveries.approveWaiver"),
        Rule(
            .close, from: [.receiving], to: .closed, by: handlers, clocks: stopped,
            keeps: ["1.3.3"], with: "recoveries.close"),
    ]
}
