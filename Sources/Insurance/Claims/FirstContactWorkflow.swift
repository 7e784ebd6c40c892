package import Kernel

/// The line of a notice on which the customer is first spoken to, beside its own.
package enum FirstContactWorkflow {
    package enum State: String, WorkflowState {
        case waiting, reached, ended

        package var title: Words {
            switch self {
            case .waiting: Words("待联系客户", "Customer to be contacted")
            case .reached: Words("已联系客户", "Customer contacted")
            case .ended: Words("赔案已了结", "Claim ended")
            }
        }

        package var isFinal: Bool { self != .waiting }
    }

    package enum Step: String, WorkflowStep {
        case tryCustomer, reachCustomer, endContact

        package var title: Words {
            switch self {
            case .tryCustomer: Words("尝试联系客户", "Try to reach the customer")
            case .reachCustomer: Words("首次联系客户", "Reach the customer")
            case .endContact: Words("赔案了结", "The claim ended")
            }
        }
    }

    package static let main = Workflow<Notice, State, Step>(
        "first-contact", Words("首次联系客户", "first contact with the customer"), start: .waiting,
        [
            .init(
                .tryCustomer, from: [.waiting], by: ClaimTasks.customerDesks,
                guards: [.noticeStands], keeps: ["1.3.1"], with: "claims.recordContact"),
            .init(
                .reachCustomer, from: [.waiting], to: .reached, by: ClaimTasks.customerDesks,
                guards: [.noticeStands], clocks: [.stop(.firstContact)],
                keeps: ["4.3.1a", "1.3.1", "1.3.4"], with: "claims.recordContact"),
            .init(
                .endContact, from: [.waiting], to: .ended, by: .held(.claimsHandler),
                clocks: [.stop(.firstContact)], keeps: ["1.3.1"], with: "claims.close"),
        ])
}

extension Workflow<Notice, FirstContactWorkflow.State, FirstContactWorkflow.Step>.Guard {
    static var noticeStands: Self {
        Self(
            Refusal(
                .conflict, "claims.noticeWithdrawn",
                Words("该报案已撤回", "the notice was withdrawn"))
        ) { $0.state != .withdrawn }
    }
}
