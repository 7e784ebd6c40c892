package import Kernel

/// Makes the first system administrator of an empty installation.
///
/// Who holds the one-time set-up token, which was printed to whoever runs the machine, may do it,
/// once. Token and password come beside the fields: neither is ever part of a record.
package struct InstallFirstAdministrator: Command {
    package static let statement = CommandStatement<InstallFirstAdministrator>(
        "staff.installFirstAdministrator",
        Words("设立首位系统管理员", "Install the first administrator"),
        Words(
            "凭一次性安装令牌设立首位系统管理员；已有员工后不再可用",
            "With the one-time set-up token, make the first system administrator; never again"),
        duties: ["1.2"], by: .anyone,
        fields: StaffFields.number(\.number) + [
            StaffFields.name(\.name), StaffFields.phone(\.phone), StaffFields.mail(\.mail),
        ])

    package var number = ""
    package var name = Personal()
    package var phone: Personal?
    package var mail: Personal?
    /// Beside the fields: the hash of the set-up token that was shown.
    package var token: TokenHash?
    /// Beside the fields: the hash of the password that was chosen.
    package var password: PasswordHash?

    package struct Facts: Sendable {
        let staffExists: Bool
        let tokenIsSpent: Bool
    }

    package init() {}

    /// Spends the token and keeps the password with the rest of the transaction: a refusal undoes
    /// both.
    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let staffExists = try StaffRecord.exist(transaction)
        let spent = try token.map {
            try CredentialStore.spendSetup($0, at: context.now, transaction)
        }
        if let password {
            try CredentialStore.set(
                password, of: context.id("staff"), at: context.now, transaction)
        }
        return Facts(staffExists: staffExists, tokenIsSpent: spent ?? false)
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        try require(!facts.staffExists, else: .alreadyInstalled)
        try require(facts.tokenIsSpent, else: .setupToken)
        try require(StaffFields.isNumber(number), else: .staffNumber)
        guard let name = name.sealed else { throw .staffName }
        try require(password != nil, else: .passwordMissing)
        let record = StaffRecord(
            id: context.id("staff"), number: number, name: name, phone: phone?.sealed,
            mail: mail?.sealed, posts: .held(.systemAdministrator))
        var decision = Decision()
        decision.open(StaffRecord.self, .recorded(record), .passwordSet(at: context.now))
        decision.reply = ["number": .string(number)]
        return decision
    }
}

extension Refusal {
    static let alreadyInstalled = Refusal(
        .conflict, "setup.done",
        Words("系统已安装；请由现有管理员办理", "the installation is set up; ask an administrator"))
    static let setupToken = Refusal(
        .forbidden, "setup.token",
        Words(
            "令牌无效、已用过或已过期；请重新签发",
            "the token is not valid, was used or has expired; have a new one issued"))
    static let passwordMissing = Refusal(
        .invalid, "password.missing",
        Words("请通过登录页面设置密码", "set the password through the sign-in pages"))
}
