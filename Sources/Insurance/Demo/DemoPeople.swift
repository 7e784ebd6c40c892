import Kernel

/// Invented persons: names put together by chance, telephone numbers of a segment that is not in
/// use, identity numbers of a region that was never assigned, with a check character that fits.
package struct DemoPerson: Sendable {
    package let name: String
    package let phone: String
    package let identityNumber: String
    package let address: String

    package init(_ chances: inout Chances) {
        name = DemoPerson.name(&chances)
        phone = "154" + DemoPerson.digits(8, &chances)
        identityNumber = DemoPerson.identityNumber(&chances)
        address = DemoPerson.address(&chances)
    }

    package static func name(_ chances: inout Chances) -> String {
        let surname = chances.pick(surnames) ?? "王"
        let first = chances.pick(given) ?? "明"
        return chances.chance(250) ? surname + first : surname + first + (chances.pick(given) ?? "")
    }

    package static func place(_ chances: inout Chances) -> String {
        let city = chances.pick(cities) ?? "杭州市"
        let road = chances.pick(roads) ?? "和平路"
        return city + road + String(chances.between(1...480)) + "号"
    }

    /// A bank account of an issuer number that was never assigned, with a fitting Luhn digit.
    package static func account(_ chances: inout Chances) -> String {
        let body = "999999" + digits(12, &chances)
        var sum = 0
        for (index, digit) in body.utf8.reversed().map({ Int($0) - 48 }).enumerated() {
            let doubled = index % 2 == 0 ? digit * 2 : digit
            sum += doubled > 9 ? doubled - 9 : doubled
        }
        return body + String((10 - sum % 10) % 10)
    }

    static func digits(_ count: Int, _ chances: inout Chances) -> String {
        (0..<count).map { _ in String(chances.between(0...9)) }.joined()
    }

    private static func address(_ chances: inout Chances) -> String {
        let home = place(&chances)
        return home + String(chances.between(1...28)) + "幢" + String(chances.between(101...2604))
            + "室"
    }

    /// GB 11643-1999 with the check of ISO 7064 MOD 11-2.
    private static func identityNumber(_ chances: inout Chances) -> String {
        let born = Day(number: Int(chances.between(-7_000...13_500)))
        let date = born.description.filter { $0 != "-" }
        let body = "999999" + date + digits(3, &chances)
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(body.utf8, weights).reduce(0) { $0 + (Int($1.0) - 48) * $1.1 }
        return body + ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum % 11]
    }

    private static let surnames = [
        "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高",
        "林", "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧",
        "程", "曹", "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕", "苏", "卢", "蒋", "蔡", "欧阳",
    ]
    private static let given = [
        "伟", "芳", "娜", "敏", "静", "磊", "洋", "艳", "勇", "杰", "娟", "涛", "明", "超", "霞",
        "平", "刚", "桂", "英", "华", "玉", "萍", "红", "丽", "强", "军", "宁", "佳", "晨", "雨",
        "欣", "怡", "浩", "宇", "轩", "梓", "涵", "思", "远", "文", "博", "嘉", "雪", "岚", "松",
    ]
    private static let cities = ["杭州市", "上海市", "成都市", "宁波市", "绵阳市", "苏州市"]
    private static let roads = [
        "和平路", "青年路", "人民路", "滨河路", "文昌路", "学府路", "湖畔街", "长青街", "朝阳路",
        "丹桂路", "春晖路", "云栖路", "望江路", "梧桐街", "明月路", "新华街",
    ]
}
