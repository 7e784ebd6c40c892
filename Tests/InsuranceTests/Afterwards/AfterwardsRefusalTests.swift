import Testing

@testable import Insurance
@testable import Kernel

struct AfterwardsRefusalTests {
    @Test(arguments: AfterwardsRefusalCases.all)
    func `each refusal is met by its fact and nothing else`(one: RefusalCase) throws {
        let refusal = try #require(try one.meet(), "accepted: \(one)")
        #expect(refusal.id == one.id)
        expectBothLanguages(refusal.message)
    }

    @Test func `no refusal of this domain is without a case`() throws {
        let stated = try ClaimRefusalTests.statedIDs(in: ["Afterwards"])
        #expect(stated.count > 40)
        let met = Set((AfterwardsRefusalCases.all + ClaimRefusalTests.cases).map(\.id))
        #expect(stated.subtracting(met).sorted() == [])
    }

    @Test func `nobody without the post may`() throws {
        for type in Afterwards.commands {
            guard case .posts(let posts) = ClaimRefusalTests.permission(type) else {
                Issue.record("\(type) is not for posts")
                continue
            }
            for person in Cast.allCases {
                let expected = person.posts.contains { posts.contains(Post($0)) }
                #expect(
                    Permission.posts(posts).allows(person.principal) == expected, "\(person)")
            }
        }
    }

    @Test func `who may take a step is who may use its command`() throws {
        var posts: [String: Set<Post>] = [:]
        func add<Case, State, Step>(_ workflow: Workflow<Case, State, Step>) {
            #expect(Set(workflow.rules.map(\.step)) == Set(Step.allCases))
            for state in State.allCases where state.isFinal {
                #expect(workflow.steps(from: state).isEmpty, "\(state)")
            }
            for rule in workflow.rules {
                #expect(!rule.duties.isEmpty)
                expectBothLanguages(rule.step.title)
                posts[rule.command, default: []].formUnion(rule.posts)
            }
        }
        add(ReviewWorkflow.main)
        add(RecoveryWorkflow.main)
        add(LitigationWorkflow.main)
        add(ArchiveWorkflow.main)
        add(HoldWorkflow.main)
        for (name, expected) in posts where !name.hasPrefix("claims.") {
            guard case .posts(let allowed)? = Insurer.commands[name]?.permission else {
                Issue.record("\(name) is no command for posts")
                continue
            }
            #expect(allowed == expected, "\(name)")
        }
        let names = Set(CommandRegistry(Afterwards.commands).commands.map(\.name))
        #expect(
            names.subtracting(posts.keys) == ["archives.setRetention", "archives.sweep"])
    }
}
