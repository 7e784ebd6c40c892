package import Kernel

/// CSV and XLSX as this module writes and reads them.
package struct FileSpreadsheets: Spreadsheets {
    package init() {}

    package func csv() -> any SheetWriter { CSVSheet() }

    package func workbook() -> any SheetWriter { WorkbookWriter() }

    package func reader(
        _ bytes: [UInt8], isGB18030: Bool, delimiter: UInt8, mostBytes: Int
    ) throws(SheetProblem) -> any SheetReader {
        var options = CSVOptions()
        options.encoding = isGB18030 ? .gb18030 : .utf8
        options.delimiter = CSVOptions.Delimiter(rawValue: delimiter) ?? .comma
        options.mostBytes = mostBytes
        do {
            return CSVSheetReader(reader: try CSVReader(bytes: bytes, options: options))
        } catch {
            throw SheetProblem(reading: error)
        }
    }
}

private struct CSVSheet: SheetWriter {
    private var writer = CSVWriter()
    private var bytes: [UInt8] = []

    mutating func add(_ cells: [SheetCell]) { bytes += writer.record(cells.map(\.text)) }

    mutating func end() -> [UInt8] { bytes }
}

private struct CSVSheetReader: SheetReader {
    var reader: CSVReader

    mutating func next() throws(SheetProblem) -> SheetRecord? {
        do {
            switch try reader.next() {
            case nil: return nil
            case .record(let record): return .record(line: record.line, record.fields)
            case .problem(let problem):
                return .damaged(line: problem.line, problem.kind.id, problem.message)
            }
        } catch {
            throw SheetProblem(reading: error)
        }
    }
}

extension SheetProblem {
    fileprivate init(reading error: any Error) {
        let failure = error as? SpreadsheetFailure ?? .unreadable
        self.init(failure.message)
    }
}
