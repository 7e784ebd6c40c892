package import Kernel

/// Who works here, for those who keep the records.
extension ReadCollections {
    package static let staffReaders: Set<Post> = PostSeparation.administrators

    static let staff = ReadCollection(
        "staff", StaffRecord.self, order: "number", descends: false, filters: ["branch"],
        readers: staffReaders
    ) { member in
        [
            ReadField("number", member.number), ReadField("name", member.name, .name),
            ReadField("phone", member.phone, .phone), ReadField("mail", member.mail, .email),
            ReadField(
                "posts",
                JSON.array(
                    member.posts.map { post in
                        [
                            "code": .string(post.code),
                            "title": PostWords.Post(rawValue: post.code)?.words.json ?? .null,
                        ]
                    })),
            ReadField("branch", member.branch?.text),
            ReadField("department", member.department?.text),
            ReadField("isActive", JSON.bool(member.isActive)), ReadField("leftAt", member.leftAt),
            ReadField("passwordSetAt", member.passwordSetAt),
            ReadField("hasOneTimeCode", JSON.bool(member.hasOneTimeCode)),
        ]
    }

    static let branch = ReadCollection(
        "branch", Office.self, numbered: "code", order: "code", descends: false, filters: []
    ) { office in
        [
            ReadField("code", office.code), ReadField("name", office.name),
            ReadField("parent", office.parent?.text),
        ]
    }

    static let department = ReadCollection(
        "department", Department.self, numbered: "code", order: "code", descends: false,
        filters: ["branch"]
    ) { department in
        [
            ReadField("code", department.code), ReadField("name", department.name),
            ReadField("branch", department.branch?.text),
        ]
    }
}
