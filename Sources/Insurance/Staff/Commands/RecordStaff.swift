package import Kernel

/// Records a new member of staff. They hold no post until the security administrator assigns one.
package struct RecordStaff: Command {
    package static let statement = CommandStatement<RecordStaff>(
        "staff.record", Words("登记员工", "Record a member of staff"),
        Words(
            "登记新员工的工号、姓名和所在机构；岗位由安全管理员另行分配",
            "Record number, name and place of a new member; posts are assigned by another person"),
        duties: ["1.2"], by: .held(by: .systemAdministrator),
        fields: StaffFields.number(\.number) + [
            StaffFields.name(\.name), StaffFields.phone(\.phone), StaffFields.mail(\.mail),
            Field("branch", optional: \.branch, Words("机构代码", "Branch code"), .line(40)),
            Field(
                "department", optional: \.department, Words("部门代码", "Department code"),
                .line(40)),
        ])

    package var number = ""
    package var name = Personal()
    package var phone: Personal?
    package var mail: Personal?
    package var branch: String?
    package var department: String?

    package struct Facts: Sendable {
        let same: Loaded<StaffRecord>?
        let branch: Loaded<Office>?
        let department: Loaded<Department>?
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        try Facts(
            same: transaction.load(number: number),
            branch: branch.flatMap { try Office.find($0, transaction) },
            department: department.flatMap { try Department.find($0, transaction) })
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        try require(branch == nil || facts.branch != nil, else: .noSuch(Office.title))
        try require(department == nil || facts.department != nil, else: .noSuch(Department.title))
        try require(StaffFields.isNumber(number), else: .staffNumber)
        guard let name = name.sealed else { throw .staffName }
        try require(facts.same == nil, else: .alreadyRecorded(StaffRecord.title, number))
        let place = facts.branch?.state.branch
        if let department = facts.department {
            try require(department.branch == place, else: .departmentElsewhere)
        }
        let record = StaffRecord(
            id: context.id("staff"), number: number, name: name, phone: phone?.sealed,
            mail: mail?.sealed, branch: place, department: facts.department?.id)
        var decision = Decision()
        decision.open(StaffRecord.self, .recorded(record))
        decision.reply = ["number": .string(number)]
        return decision
    }
}

/// Fields that commands about staff share.
enum StaffFields {
    static func number<C: Sendable>(_ path: FieldPath<C, String>) -> [Field<C>] {
        [
            Field(
                "number", path, Words("工号", "Staff number"), .line(40),
                help: Words("字母、数字、- 或 _", "Letters, digits, - or _"))
        ]
    }

    static func name<C: Sendable>(_ path: FieldPath<C, Personal>) -> Field<C> {
        Field(
            "name", path, Words("姓名", "Name"),
            PersonalRule(.name, of: "staff", max: 80))
    }

    static func phone<C: Sendable>(_ path: FieldPath<C, Personal?>) -> Field<C> {
        Field(
            "phone", optional: path, Words("电话", "Phone"),
            PersonalRule(.phone, of: "staff", max: 30))
    }

    static func mail<C: Sendable>(_ path: FieldPath<C, Personal?>) -> Field<C> {
        Field(
            "mail", optional: path, Words("电子邮箱", "E-mail"),
            PersonalRule(.email, of: "staff", max: 120))
    }

    /// The member a command is about, named by number.
    static func subject<C: Sendable>(_ path: FieldPath<C, String>) -> Field<C> {
        Field("staff", path, Words("工号", "Staff number"), .line(40))
    }

    static func isNumber(_ text: String) -> Bool {
        (1...40).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
                    || (0x61...0x7A).contains($0) || $0 == 0x2D || $0 == 0x5F
            }
    }
}

extension Refusal {
    static let staffNumber = Refusal(
        .invalid, "staff.number",
        Words("工号只能用字母、数字、- 和 _", "a staff number has letters, digits, - and _ only"))
    static let staffName = Refusal(
        .invalid, "staff.nameMissing", Words("请填写员工姓名", "give the name of the member"))
    static let departmentElsewhere = Refusal(
        .invalid, "staff.departmentElsewhere",
        Words("该部门不属于所填机构", "the department does not belong to that branch"))
}
