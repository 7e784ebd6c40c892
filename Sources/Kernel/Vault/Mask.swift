/// The masks of each kind; `nil` where nothing may be shown.
enum Mask {
    private static let stars = "****"

    /// 李小华 → 李*华, 张三 → 张*, 欧阳小华 → 欧阳**; other scripts keep the first letter of each
    /// word; one character alone is hidden.
    static func name(_ text: String) -> String {
        let normal = Normaliser.spaced(Normaliser.plain(Normaliser.dotted(text)))
        let letters = Array(normal.filter { $0 != " " })
        if letters.allSatisfy(Normaliser.isHan) { return hanName(letters) }
        let parts = normal.split(whereSeparator: { $0 == " " || $0 == "·" }).prefix(4)
        let separator = normal.contains("·") ? "·" : " "
        return parts.map { part in
            guard part.count > 1, let first = part.first else { return "***" }
            return "\(first)***"
        }.joined(separator: separator)
    }

    private static func hanName(_ letters: [Character]) -> String {
        if letters.count > 2, compoundSurnames.contains(String(letters[..<2])) {
            return String(letters[..<2]) + String(repeating: "*", count: min(letters.count, 6) - 2)
        }
        switch letters.count {
        case 0, 1: return "*"
        case 2: return "\(letters[0])*"
        default:
            let hidden = String(repeating: "*", count: min(letters.count, 6) - 2)
            return "\(letters[0])\(hidden)\(letters[letters.count - 1])"
        }
    }

    private static let compoundSurnames: Set<String> = Set(
        ("欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 "
            + "濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 "
            + "巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 "
            + "南门 羊舌 微生 梁丘 左丘 东门 西门 第五").split(separator: " ").map(String.init))

    /// The first three and the last four of 15 or 18; nothing of a shorter document.
    static func identityNumber(_ text: String) -> String {
        let letters = Array(Normaliser.code.apply(text))
        guard letters.count == 15 || letters.count == 18 else { return stars }
        return String(letters[..<3]) + String(repeating: "*", count: letters.count - 7)
            + String(letters.suffix(4))
    }

    static func phone(_ text: String) -> String {
        let letters = Array(Normaliser.phone.apply(text))
        guard (11...16).contains(letters.count) else { return stars }
        return String(letters[..<3]) + String(repeating: "*", count: letters.count - 7)
            + String(letters.suffix(4))
    }

    static func bankAccount(_ text: String) -> String {
        let letters = Normaliser.accountNumber.apply(text)
        return letters.count >= 12 ? stars + letters.suffix(4) : stars
    }

    /// The first letter and the domain; a short name before the sign is hidden.
    static func email(_ text: String) -> String? {
        let address = Normaliser.email.apply(text)
        guard let at = address.lastIndex(of: "@"), at != address.startIndex,
            address.index(after: at) != address.endIndex
        else { return nil }
        let local = address[..<at]
        return (local.count > 2 ? String(local.prefix(1)) : "") + "***" + address[at...]
    }

    /// The year of a date `YYYY-MM-DD`.
    static func birthDate(_ text: String) -> String? {
        Day(text).map { String($0.description.prefix(4)) + "-**-**" }
    }

    /// Province and city where the address begins with a province; else nothing.
    static func address(_ text: String) -> String? {
        let address = Normaliser.spaced(Normaliser.plain(text)).filter { $0 != " " }
        guard let province = provinces.first(where: { address.hasPrefix($0) }) else { return nil }
        var kept = province
        var rest = address.dropFirst(province.count)
        for ending in ["特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市"]
        where rest.hasPrefix(ending) {
            kept += ending
            rest = rest.dropFirst(ending.count)
            break
        }
        if let city = city(rest), !municipalities.contains(province) { kept += city }
        return kept + stars
    }

    /// The name of a city at the front: at most 12 characters up to its ending, letters only.
    private static func city(_ rest: Substring) -> String? {
        let window = rest.prefix(12)
        for length in 2...max(2, window.count) where length <= window.count {
            let name = window.prefix(length)
            guard name.allSatisfy(Normaliser.isHan) else { return nil }
            if ["自治州", "地区", "盟", "市"].contains(where: { name.hasSuffix($0) }) {
                return String(name)
            }
        }
        return nil
    }

    private static let municipalities: Set<String> = ["北京", "天津", "上海", "重庆", "香港", "澳门"]
    private static let provinces = [
        "北京", "天津", "上海", "重庆", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "江苏", "浙江",
        "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "四川", "贵州",
        "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆", "台湾", "香港", "澳门",
    ]
}
