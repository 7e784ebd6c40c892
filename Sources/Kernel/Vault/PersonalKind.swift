/// What sort of personal value a field holds, which decides how it is masked.
///
/// Lists, exports, prints, errors and messages carry masks; a full value is shown one at a time,
/// for a stated reason, after the journal has recorded who asks.
package enum PersonalKind: String, Sendable, Codable, CaseIterable {
    case name, identityNumber, phone, email, address, bankAccount, narrative, health, birthDate
    case other

    package var title: Words {
        switch self {
        case .name: Words("姓名", "Name")
        case .identityNumber: Words("证件号码", "Identity number")
        case .phone: Words("电话", "Telephone")
        case .email: Words("电子邮箱", "E-mail")
        case .address: Words("地址", "Address")
        case .bankAccount: Words("银行账号", "Bank account")
        case .narrative: Words("情况说明", "Narrative")
        case .health: Words("健康信息", "Health")
        case .birthDate: Words("出生日期", "Date of birth")
        case .other: Words("其他个人信息", "Other personal information")
        }
    }

    /// What stands where nothing may be shown.
    package static let hidden = Words("[已隐藏]", "[hidden]")

    /// What may be shown of `text`. A value too short to keep a part secret is hidden entirely,
    /// and the number of stars never tells the length of what is hidden, except in names and
    /// numbers of a fixed form. An empty text stays empty.
    package func mask(_ text: String) -> Words {
        if text.allSatisfy(\.isWhitespace) { return Words("", "") }
        let masked: String?
        switch self {
        case .name: masked = Mask.name(text)
        case .identityNumber: masked = Mask.identityNumber(text)
        case .phone: masked = Mask.phone(text)
        case .email: masked = Mask.email(text)
        case .address: masked = Mask.address(text)
        case .bankAccount: masked = Mask.bankAccount(text)
        case .birthDate: masked = Mask.birthDate(text)
        case .narrative, .health, .other: masked = nil
        }
        return masked.map { Words($0, $0) } ?? PersonalKind.hidden
    }
}
