package import Kernel

/// Assigns the posts of a member of staff, in place of those held before.
///
/// The security administrator does it. Until there is one, the system administrator appoints the
/// first, and nothing else.
package struct AssignPosts: Command {
    package static let statement = CommandStatement<AssignPosts>(
        "staff.assignPosts", Words("分配岗位", "Assign posts"),
        Words(
            "由安全管理员设定员工的全部岗位；三类管理员互斥且不得兼任业务岗位，任何人不得更改本人岗位",
            "Set all posts of a member; administrators hold no other post, "
                + "and nobody sets their own"),
        duties: ["1.2", "1.3.3"],
        by: .held(by: .securityAdministrator, .systemAdministrator),
        on: .numbered(StaffRecord.self, "staff", \.staff),
        fields: [
            StaffFields.subject(\.staff),
            Field(
                "posts", \.posts, Words("岗位", "Posts"), ListRule(max: 20),
                help: Words("空列表表示不担任任何岗位", "An empty list leaves no post")),
        ])

    package var staff = ""
    package var posts: [PostWords.Post] = []

    package struct Facts: Sendable {
        let member: Loaded<StaffRecord>
        let otherSystemAdministrators: Int
        let otherSecurityAdministrators: Int
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let member: Loaded<StaffRecord> = try transaction.subject(staff, context)
        return try Facts(
            member: member,
            otherSystemAdministrators: StaffRecord.others(
                holding: .systemAdministrator, than: member.id, transaction),
            otherSecurityAdministrators: StaffRecord.others(
                holding: .securityAdministrator, than: member.id, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let member = facts.member
        let wanted = Set(posts.map { Post($0) })
        try require(context.principal.staff != member.state.member, else: .ownPosts)
        try require(mayAssign(wanted, facts, context.principal), else: .securityAssigns)
        try require(member.isActive, else: .hasLeft)
        if let objection = PostSeparation.objection(to: wanted) { throw objection }
        try require(Set(member.posts) != wanted, else: .postsUnchanged)
        try require(!facts.isLast(without: wanted), else: .lastAdministrator)
        var decision = Decision()
        decision.change(member, .postsAssigned(wanted.sorted()))
        return decision
    }

    private func mayAssign(
        _ wanted: Set<Post>, _ facts: Facts, _ principal: Principal
    ) -> Bool {
        guard principal.staff != nil else { return true }
        if principal.posts.contains(Post(.securityAdministrator)) { return true }
        return wanted == .held(.securityAdministrator) && facts.otherSecurityAdministrators == 0
            && facts.member.posts.isEmpty
    }
}

extension AssignPosts.Facts {
    /// Whether the member is the last administrator of a kind and would be it no more.
    fileprivate func isLast(without wanted: Set<Post>) -> Bool {
        let kinds: [(PostWords.Post, Int)] = [
            (.systemAdministrator, otherSystemAdministrators),
            (.securityAdministrator, otherSecurityAdministrators),
        ]
        return kinds.contains { kind, others in
            others == 0 && member.posts.contains(Post(kind)) && !wanted.contains(Post(kind))
        }
    }
}
