/// Rows of public holidays and make-up days, as institutions load them: `date,kind,name`.
package enum HolidayTable {
    package struct Row: Hashable, Sendable {
        package let date: String
        package let kind: String
        package let name: String

        package init(date: String, kind: String, name: String) {
            self.date = date
            self.kind = kind
            self.name = name
        }
    }

    /// A line that was not taken, and what to do about it.
    package struct RefusedLine: Hashable, Sendable {
        /// Counted from 1; the header is line 1.
        package let line: Int
        package let reason: Words
    }

    package struct Reading: Hashable, Sendable {
        /// In the order of the lines.
        package let rows: [BusinessCalendar.Override]
        package let refused: [RefusedLine]

        /// The years that have at least one row, in order.
        package var years: [Int] { Set(rows.map(\.day.year)).sorted() }
    }

    /// More lines than this, or more than 64 bytes times as many, are refused as a whole.
    package static let maximumLines = 20_000

    /// Reads text with the header `date,kind,name`: UTF-8, comma, no quotes, LF or CRLF.
    package static func parse(_ csv: String) -> Reading {
        guard csv.utf8.count <= maximumLines * 64 else { return refusing(1, tooLarge) }
        let text = csv.utf8.starts(with: [0xEF, 0xBB, 0xBF])
            ? csv.unicodeScalars.dropFirst() : csv.unicodeScalars[...]
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" }
            .map { String($0.last == "\r" ? $0.dropLast() : $0) }
        guard lines.count <= maximumLines else { return refusing(1, tooLarge) }
        guard lines.first == "date,kind,name" else {
            return refusing(1, Words("首行须为 date,kind,name。", "Line 1 must be date,kind,name."))
        }
        var reader = Reader()
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
                .map(String.init)
            guard fields.count == 3 else {
                reader.refuse(index + 1, Words("须有三列。", "There must be three columns."))
                continue
            }
            reader.read(Row(date: fields[0], kind: fields[1], name: fields[2]), line: index + 1)
        }
        return reader.reading
    }

    /// Checks rows that were read elsewhere; the first is line 1.
    package static func check(_ rows: [Row]) -> Reading {
        guard rows.count <= maximumLines else { return refusing(1, tooLarge) }
        var reader = Reader()
        for (index, row) in rows.enumerated() { reader.read(row, line: index + 1) }
        return reader.reading
    }

    /// The name in both languages where it is a holiday of the 放假办法, or several joined by
    /// 「、」; other names stay as they are.
    package static func words(_ name: String) -> Words {
        let english = name.split(separator: "、").map { part in
            names[String(part)] ?? String(part)
        }
        return Words(name, english.joined(separator: ", "))
    }

    private static let names = [
        "元旦": "New Year's Day", "春节": "Spring Festival", "清明节": "Qingming Festival",
        "劳动节": "Labour Day", "端午节": "Dragon Boat Festival", "中秋节": "Mid-Autumn Festival",
        "国庆节": "National Day",
    ]

    private static let tooLarge = Words(
        "文件过大：至多\(maximumLines)行。", "Too large: at most \(maximumLines) lines.")

    private static func refusing(_ line: Int, _ reason: Words) -> Reading {
        Reading(rows: [], refused: [RefusedLine(line: line, reason: reason)])
    }

    private struct Reader {
        private var rows: [BusinessCalendar.Override] = []
        private var refused: [RefusedLine] = []
        private var days: Set<Day> = []

        var reading: Reading { Reading(rows: rows, refused: refused) }

        mutating func refuse(_ line: Int, _ reason: Words) {
            refused.append(RefusedLine(line: line, reason: reason))
        }

        mutating func read(_ row: Row, line: Int) {
            guard let day = Day(row.date) else {
                return refuse(line, Words("日期须为 YYYY-MM-DD。", "The date must be YYYY-MM-DD."))
            }
            guard let kind = BusinessCalendar.Override.Kind(rawValue: row.kind) else {
                return refuse(line, Words("类别须为 off 或 work。", "The kind must be off or work."))
            }
            guard (1...60).contains(row.name.utf8.count), !row.name.contains("\"") else {
                return refuse(line, Words(
                    "名称须为1至60字节，不含引号。", "The name must be 1 to 60 bytes, no quotes."))
            }
            guard days.insert(day).inserted else {
                return refuse(line, Words("日期重复。", "The date is listed twice."))
            }
            rows.append(BusinessCalendar.Override(day, kind, name: HolidayTable.words(row.name)))
        }
    }
}
