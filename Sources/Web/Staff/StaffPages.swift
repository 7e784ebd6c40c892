import Hummingbird
import Insurance
import Kernel

/// What the pages about staff show. Names stay masked, as everywhere.
extension Site {
    /// Members on one page.
    private static let pageSize = 100

    func staffForm(_ visit: Visit) async throws -> FormPage {
        let query = try visit.query(["cursor", "lang"])
        let place = try query["cursor"].map(PageCursor.read)
        guard let collection = ReadCollections.named("staff") else { throw Problem.notFound }
        let principal = try visit.principal
        let page = try await database.read { [vault = dispatcher.vault] reader in
            try collection.page(
                after: place, limit: Self.pageSize, filters: [:], for: principal, vault, reader)
        }
        return FormPage(
            template: "staff", title: Words("员工", "Staff"),
            values: [
                "members": page.items.map { Self.shown($0, visit.language) },
                "next": page.next.map(PageCursor.write) ?? "", "hasNext": page.next != nil,
                "mayRecord": try may(.systemAdministrator, visit),
            ])
    }

    func memberForm(_ visit: Visit) async throws -> FormPage {
        let number = try visit.part("number")
        guard let collection = ReadCollections.named("staff") else { throw Problem.notFound }
        let principal = try visit.principal
        let found = try await database.read { [vault = dispatcher.vault] reader in
            try collection.one(number, for: principal, vault, reader)
        }
        guard let found, found.json["number"]?.text == number else { throw Problem.notFound }
        var values = Self.shown(found.json, visit.language)
        let isActive = found.json["isActive"] == .bool(true)
        let isOwn = number == (try account(visit).number)
        values["mayActivate"] = try may(.systemAdministrator, visit) && isActive
        values["mayLeave"] = try may(.systemAdministrator, visit) && isActive && !isOwn
        let mayAppoint = try may(.systemAdministrator, visit)
        values["mayAssign"] =
            try (may(.securityAdministrator, visit) || mayAppoint) && isActive && !isOwn
        values["mayReset"] = try may(.securityAdministrator, visit)
            && found.json["hasOneTimeCode"] == .bool(true) && !isOwn
        let held = Set(found.json["posts"]?.elements?.compactMap { $0["code"]?.text } ?? [])
        values["choices"] = PostWords.Post.allCases.map { post -> [String: any Sendable] in
            [
                "code": post.rawValue, "title": post.words[visit.language],
                "isHeld": held.contains(post.rawValue),
            ]
        }
        return FormPage(
            template: "member", title: Words("员工 \(number)", "Staff \(number)"), values: values)
    }

    private func may(_ post: PostWords.Post, _ visit: Visit) throws -> Bool {
        try account(visit).principal.posts.contains(Post(post))
    }

    private static func shown(_ member: JSON, _ language: Language) -> [String: any Sendable] {
        let posts = member["posts"]?.elements?.compactMap { post in
            post["title"]?[language.rawValue]?.text ?? post["code"]?.text
        }
        let name = member["name"]
        let set = member["passwordSetAt"]?.text.map { String($0.prefix(10)) }
        return [
            "member": member["number"]?.text ?? "",
            "maskedName": name?.text ?? name?[language.rawValue]?.text ?? "",
            "posts": (posts ?? []).joined(separator: language == .zh ? "、" : ", "),
            "hasNoPosts": (posts ?? []).isEmpty,
            "isActive": member["isActive"] == .bool(true),
            "hasLeft": member["isActive"] != .bool(true),
            "isActivated": set != nil, "passwordDay": set ?? "",
            "usesCode": member["hasOneTimeCode"] == .bool(true),
        ]
    }
}
