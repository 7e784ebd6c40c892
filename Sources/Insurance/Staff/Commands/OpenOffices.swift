package import Kernel

/// Opens a branch.
package struct OpenBranch: Command {
    package static let statement = CommandStatement<OpenBranch>(
        "staff.openBranch", Words("设立机构", "Open a branch"),
        Words(
            "登记一家分支机构，可指定上级机构；员工、案件和权限按机构划分",
            "Record a branch under its parent; staff, cases and rights belong to branches"),
        duties: ["1.2"], by: .held(by: .systemAdministrator),
        fields: [
            Field("code", \.code, Words("机构代码", "Branch code"), .line(40)),
            Field("zh", \.zh, Words("中文名称", "Name in Chinese"), .line(80)),
            Field("en", \.en, Words("英文名称", "Name in English"), .line(80)),
            Field("parent", optional: \.parent, Words("上级机构代码", "Parent's code"), .line(40)),
        ])

    package var code = ""
    package var zh = ""
    package var en = ""
    package var parent: String?

    package struct Facts: Sendable {
        let same: Loaded<Office>?
        let parent: Loaded<Office>?
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        try Facts(
            same: Office.find(code, transaction),
            parent: parent.flatMap { try Office.find($0, transaction) })
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        try require(parent == nil || facts.parent != nil, else: .noSuch(Office.title))
        try require(facts.same == nil, else: .alreadyRecorded(Office.title, code))
        var decision = Decision()
        decision.open(
            Office.self,
            .opened(
                Office(
                    id: context.id("branch"), code: code, name: Words(zh, en),
                    parent: facts.parent?.id)))
        decision.reply = ["code": .string(code)]
        return decision
    }
}

/// Opens a department of a branch or of the head office.
package struct OpenDepartment: Command {
    package static let statement = CommandStatement<OpenDepartment>(
        "staff.openDepartment", Words("设立部门", "Open a department"),
        Words("登记机构下的一个部门", "Record a department of a branch or of the head office"),
        duties: ["1.2"], by: .held(by: .systemAdministrator),
        fields: [
            Field("code", \.code, Words("部门代码", "Department code"), .line(40)),
            Field("zh", \.zh, Words("中文名称", "Name in Chinese"), .line(80)),
            Field("en", \.en, Words("英文名称", "Name in English"), .line(80)),
            Field("branch", optional: \.branch, Words("机构代码", "Branch code"), .line(40)),
        ])

    package var code = ""
    package var zh = ""
    package var en = ""
    package var branch: String?

    package struct Facts: Sendable {
        let same: Loaded<Department>?
        let branch: Loaded<Office>?
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        try Facts(
            same: Department.find(code, transaction),
            branch: branch.flatMap { try Office.find($0, transaction) })
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        try require(branch == nil || facts.branch != nil, else: .noSuch(Office.title))
        try require(facts.same == nil, else: .alreadyRecorded(Department.title, code))
        var decision = Decision()
        decision.open(
            Department.self,
            .opened(
                Department(
                    id: context.id("department"), code: code, name: Words(zh, en),
                    branch: facts.branch?.state.branch)))
        decision.reply = ["code": .string(code)]
        return decision
    }
}
