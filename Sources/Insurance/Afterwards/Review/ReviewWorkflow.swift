package import Kernel

extension ClaimReview {
    package enum State: String, WorkflowState {
        case requested, underReview, upheld, changed, sentBack, told, closed, withdrawn

        package var title: Words {
            switch self {
            case .requested: Words("已申请", "Requested")
            case .underReview: Words("复核中", "Under review")
            case .upheld: Words("已维持", "Upheld")
            case .changed: Words("已变更", "Changed")
            case .sentBack: Words("已发回", "Sent back")
            case .told: Words("已告知", "Told")
            case .closed: Words("已办结", "Closed")
            case .withdrawn: Words("已撤回", "Withdrawn")
            }
        }

        package var isFinal: Bool { self == .closed || self == .withdrawn }
    }
}

/// The table of a review.
package enum ReviewWorkflow {
    package enum Step: String, WorkflowStep {
        case request, begin, uphold, change, sendBack, tell, close, withdraw

        package var title: Words {
            switch self {
            case .request: Words("申请复核", "Request a review")
            case .begin: Words("受理复核", "Take up the review")
            case .uphold: Words("维持原决定", "Uphold")
            case .change: Words("变更原决定", "Change")
            case .sendBack: Words("发回重新处理", "Send back")
            case .tell: Words("告知结论", "Tell the outcome")
            case .close: Words("复核结案", "Close the review")
            case .withdraw: Words("撤回申请", "Withdraw the request")
            }
        }
    }

    private static let desk = Set<Post>.held(
        .claimsIntake, .serviceAgent, .complaintHandler, .claimsHandler)
    static let reviewers = Set<Post>.held(.claimsApprover, .claimsSupervisor, .executive)

    private typealias Rule = Workflow<ClaimReview, ClaimReview.State, Step>.Rule

    package static let main = Workflow<ClaimReview, ClaimReview.State, Step>(
        "review", ClaimReview.title, start: .requested,
        [
            Rule(
                .request, from: [.requested], by: desk, clocks: [.start(.review)],
                keeps: ["1.3.1", "1.3.2"], with: "reviews.request"),
            Rule(
                .begin, from: [.requested], to: .underReview, by: reviewers,
                keeps: ["1.3.2", "4.2.3a"], with: "reviews.begin"),
            Rule(
                .uphold, from: [.underReview], to: .upheld, by: reviewers,
                keeps: ["1.3.2", "4.2.3a"], with: "reviews.conclude"),
            Rule(
                .change, from: [.underReview], to: .changed, by: reviewers,
                keeps: ["1.3.2", "4.2.3a"], with: "reviews.conclude"),
            Rule(
                .sendBack, from: [.underReview], to: .sentBack, by: reviewers,
                keeps: ["1.3.2", "4.2.3a"], with: "reviews.conclude"),
            Rule(
                .tell, from: [.upheld, .changed, .sentBack], to: .told, by: .held(.claimsHandler),
                clocks: [.stop(.review)], keeps: ["1.3.1", "1.3.2"], with: "reviews.tell"),
            Rule(
                .close, from: [.told], to: .closed, by: .held(.claimsHandler), keeps: ["1.3.1"],
                with: "reviews.close"),
            Rule(
                .withdraw, from: [.requested, .underReview], to: .withdrawn, by: desk,
                clocks: [.stop(.review)], keeps: ["1.3.1"], with: "reviews.withdraw"),
        ])
}
