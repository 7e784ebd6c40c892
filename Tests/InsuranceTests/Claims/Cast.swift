import Kernel
import TestSupport
import Testing

@testable import Insurance

/// The people of the story that the tests tell, each with the posts they hold.
enum Cast: UInt64, CaseIterable {
    /// Takes calls.
    case lin = 1
    /// Registers claims.
    case zhao
    /// Assesses losses.
    case qian
    /// Verifies assessments.
    case sun
    /// Adjusts and proposes.
    case li
    /// Approves up to 10,000.00.
    case zhou
    /// Supervises claims and approves up to 100,000.00.
    case wu
    /// Approves up to 5,000,000.00 and grants authority.
    case zheng
    /// Handles claims: tells customers, closes, cancels.
    case wang
    /// Orders payments and sends batches.
    case feng
    /// Releases payments.
    case chen
    /// Serves customers.
    case chu
    /// Holds every post of the claims desk at once, for the rules that no post overrides.
    case everyone

    var posts: [PostWords.Post] {
        switch self {
        case .lin: [.claimsIntake]
        case .zhao: [.registrationClerk]
        case .qian: [.lossAssessor]
        case .sun: [.lossVerifier]
        case .li: [.claimCalculator]
        case .zhou: [.claimsApprover]
        case .wu: [.claimsSupervisor]
        case .zheng: [.executive]
        case .wang: [.claimsHandler]
        case .feng: [.paymentClerk]
        case .chen: [.paymentReleaser]
        case .chu: [.serviceAgent]
        case .everyone:
            [
                .claimsIntake, .registrationClerk, .lossAssessor, .lossVerifier, .claimCalculator,
                .claimsApprover, .claimsSupervisor, .claimsHandler, .paymentClerk, .paymentReleaser,
            ]
        }
    }

    var id: ID<StaffMember> {
        ID(at: Moment(milliseconds: 1_700_000_000_000), random: (7, rawValue))
    }

    /// The staff number in the database tests.
    var number: String { "S\(rawValue)" }

    var principal: Principal {
        Principal(.staff(id), posts: Set(posts.map { Post($0) }), branch: nil, staffVersion: 1)
    }

    /// A member who does only this one thing, for steps that anybody of the post takes.
    static func with(_ post: PostWords.Post) -> Cast? {
        allCases.first { $0 != .everyone && $0.posts.contains(post) }
    }
}

/// Values sealed with real keys and seeded bytes.
struct Seals {
    let insured: Sealer
    let reporter: Sealer

    init(seed: UInt64 = 7) throws {
        let random = SeededBytes(seed).bytes
        func sealer(_ number: UInt64) throws -> Sealer {
            let person = ID<Person>(
                at: Moment(milliseconds: 1_700_000_000_000), random: (9, number))
            return Sealer(
                key: try SubjectKey(person: person, random: random), random: random)
        }
        insured = try sealer(1)
        reporter = try sealer(2)
    }
}
