package import Kernel

/// Which posts one person may hold together.
package enum PostSeparation {
    /// The three that share the power over the system between different people.
    package static let administrators: Set<Post> = .held(
        .systemAdministrator, .securityAdministrator, .auditAdministrator)

    /// What stands in the way of one person holding all of `posts`, or `nil`. The schema's own
    /// check on `staff.posts` says the same.
    package static func objection(to posts: Set<Post>) -> Refusal? {
        let held = posts.intersection(administrators)
        if held.count > 1 { return .administratorsTogether }
        if held.count == 1 && posts.count > 1 { return .administratorInBusiness }
        return nil
    }
}

extension Refusal {
    static let administratorsTogether = Refusal(
        .conflict, "staff.administratorsTogether",
        Words(
            "系统管理员、安全管理员、审计管理员须由不同的人担任",
            "system, security and audit administrator must be different people"))
    static let administratorInBusiness = Refusal(
        .conflict, "staff.administratorInBusiness",
        Words(
            "管理员不得兼任其他岗位；请把业务岗位分配给他人",
            "an administrator holds no other post; give the business post to somebody else"))
    static let ownPosts = Refusal(
        .forbidden, "staff.ownPosts",
        Words("不能更改本人的岗位，请由另一位安全管理员办理",
            "nobody changes their own posts; ask another security administrator"))
    static let securityAssigns = Refusal(
        .forbidden, "staff.securityAssigns",
        Words(
            "岗位由安全管理员分配；系统管理员只能任命第一位安全管理员",
            "the security administrator assigns posts; "
                + "the system administrator only appoints the first of them"))
    static let lastAdministrator = Refusal(
        .conflict, "staff.lastAdministrator",
        Words(
            "这是最后一位在任的该类管理员；请先任命接替者",
            "this is the last active administrator of the kind; appoint a successor first"))
    static let postsUnchanged = Refusal(
        .conflict, "staff.postsUnchanged",
        Words("该员工的岗位已是如此，未作更改", "these are the posts already; nothing was changed"))
    static let hasLeft = Refusal(
        .conflict, "staff.hasLeft", Words("该员工已离岗", "this member of staff has left"))
    static let ownLeaving = Refusal(
        .forbidden, "staff.ownLeaving",
        Words("不能停用本人的账号，请由另一位系统管理员办理",
            "nobody deactivates themselves; ask another system administrator"))
}
