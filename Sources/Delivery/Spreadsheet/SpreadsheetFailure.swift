package import Kernel

/// Why a file cannot be read at all. Says nothing of its content or place.
package enum SpreadsheetFailure: Error, Hashable, Sendable, CaseIterable {
    case unreadable, utf16, workbook, damagedCompression, tooLarge, noGB18030

    package var message: Words {
        switch self {
        case .unreadable:
            Words(
                "文件无法读取：请确认文件存在且有读取权限。",
                "The file cannot be read: check that it exists and may be read.")
        case .utf16:
            Words(
                "文件为 UTF-16 编码：请另存为“CSV UTF-8”后重新导入。",
                "The file is written in UTF-16: save it as “CSV UTF-8” and import it again.")
        case .workbook:
            Words(
                "这是 Excel 工作簿而不是 CSV：请另存为“CSV UTF-8”后重新导入。",
                "This is a workbook, not CSV: save it as “CSV UTF-8” and import it again.")
        case .damagedCompression:
            Words(
                "压缩文件（gzip）不完整或已损坏：请重新获取文件。",
                "The gzip file is damaged or cut short: fetch it again.")
        case .tooLarge:
            Words(
                "文件内容超过允许的总大小：请拆分后导入。",
                "The content is larger than allowed in all: split the file.")
        case .noGB18030:
            Words(
                "本机缺少 GB18030 字符转换表：请安装系统语言包（glibc gconv），或将文件另存为 UTF-8。",
                "This machine lacks the GB18030 conversion (glibc gconv): install it or save "
                    + "the file as UTF-8.")
        }
    }
}

/// Why one record is refused. The lines after its first line are read on.
package struct CSVProblem: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// A quote inside an unquoted field, or text after a closing quote.
        case strayQuote
        /// A quoted field that does not end before the file does.
        case unclosedQuote
        /// Bytes that are no characters of the encoding, or a NUL.
        case damagedText
        case tooManyFields(limit: Int)
        case fieldTooLong(limit: Int)
        case recordTooLong(limit: Int)
        /// Another number of fields than the first record has.
        case fieldCount(expected: Int, found: Int)
    }

    /// The physical line (1 for the first) where the record starts.
    package let line: Int
    package let kind: Kind

    package var message: Words {
        let place = Words("第 \(line) 行：", "Line \(line): ")
        let what = kind.message
        return Words(place.zh + what.zh, place.en + what.en)
    }
}

extension CSVProblem.Kind {
    /// Stable, for reports and metrics.
    package var id: String {
        switch self {
        case .strayQuote: "csv.strayQuote"
        case .unclosedQuote: "csv.unclosedQuote"
        case .damagedText: "csv.damagedText"
        case .tooManyFields: "csv.tooManyFields"
        case .fieldTooLong: "csv.fieldTooLong"
        case .recordTooLong: "csv.recordTooLong"
        case .fieldCount: "csv.fieldCount"
        }
    }

    fileprivate var message: Words {
        switch self {
        case .strayQuote:
            Words(
                "引号位置不对；含引号的内容须整体加引号，并把其中的引号写两遍。",
                "a quote out of place; quote the whole field and double the quotes inside.")
        case .unclosedQuote:
            Words("引号没有结束。", "a quote is never closed.")
        case .damagedText:
            Words(
                "含有不属于所选编码的字节；请核对文件编码。",
                "bytes that do not belong to the chosen encoding; check the encoding.")
        case .tooManyFields(let limit):
            Words("超过 \(limit) 列。", "more than \(limit) fields.")
        case .fieldTooLong(let limit):
            Words(
                "某一列超过 \(limit) 字节；可能缺少结束引号。",
                "a field longer than \(limit) bytes; perhaps a closing quote is missing.")
        case .recordTooLong(let limit):
            Words(
                "整行超过 \(limit) 字节；可能缺少结束引号。",
                "a record longer than \(limit) bytes; perhaps a closing quote is missing.")
        case .fieldCount(let expected, let found):
            Words(
                "应有 \(expected) 列，实有 \(found) 列。",
                "\(found) fields where \(expected) are expected.")
        }
    }
}
