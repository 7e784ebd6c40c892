/// What is wrong with the institution as written or with a control that registers for it.
///
/// These are mistakes of who builds or configures the product, found when it starts.
package enum InstitutionFault: Error, Hashable, Sendable {
    case chaptersOutOfOrder
    case articleMisplaced(ArticleID)
    case kindsMissing(ArticleID)
    case dutiesMissing(ArticleID)
    case dutyMisplaced(DutyID)
    case controlMalformed(String)
    case controlRepeated(String)
    case controlIdle(String)
    case dutyUnknown(DutyID, control: String)
    case dutyRepeated(DutyID, control: String)

    /// What is wrong and what to do.
    package var message: Words {
        switch self {
        case .chaptersOutOfOrder, .articleMisplaced, .kindsMissing, .dutiesMissing, .dutyMisplaced:
            textMessage
        case .controlMalformed(let control):
            Words(
                "控制编号“\(control)”不合格：请用不超过 100 个英文字母、数字、点或连字符。",
                "Control id '\(control)' is no id: take up to 100 letters, digits, dots, hyphens.")
        case .controlRepeated(let control):
            Words(
                "控制“\(control)”登记了两次：请改名或删去其一。",
                "Control '\(control)' is registered twice: rename one or remove it.")
        case .controlIdle(let control):
            Words(
                "控制“\(control)”没有对应任何职责：请写明它履行的条款。",
                "Control '\(control)' keeps no duty: name the duties it keeps.")
        case .dutyUnknown(let duty, let control):
            Words(
                "控制“\(control)”引用的条款 \(duty) 不存在：请更正编号。",
                "Control '\(control)' names duty \(duty), which is not there: correct the number.")
        case .dutyRepeated(let duty, let control):
            Words(
                "控制“\(control)”重复引用条款 \(duty)：请删去一次。",
                "Control '\(control)' names duty \(duty) twice: remove one.")
        }
    }

    private var textMessage: Words {
        switch self {
        case .articleMisplaced(let article):
            Words(
                "第 \(article) 条不在应在的章或次序：请移到正确位置。",
                "Article \(article) stands in the wrong chapter or order: move it.")
        case .kindsMissing(let article):
            Words(
                "第 \(article) 条没有规定控制方式：请至少写明一种。",
                "Article \(article) asks for no kind of control: state at least one.")
        case .dutiesMissing(let article):
            Words(
                "第 \(article) 条没有职责：请写明其内容。",
                "Article \(article) has no duty: state what it asks.")
        case .dutyMisplaced(let duty):
            Words(
                "职责 \(duty) 不属于所在条文或字母不连续：请更正编号。",
                "Duty \(duty) is not the next letter of its article: correct the number.")
        default:
            Words("章次有误：请按编号排列。", "The chapters are out of order: sort them by number.")
        }
    }
}

extension InstitutionFault: CustomStringConvertible {
    package var description: String { message.en }
}
