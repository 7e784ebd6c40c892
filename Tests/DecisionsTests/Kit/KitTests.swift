import Decisions
import Foundation
import Testing

/// The open cases of the DMN Technology Compatibility Kit, read where they lie beside the project.
@Suite struct KitTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let folder: KitFolder
        let kitCase: KitCase
        var testDescription: String { folder.name + " " + kitCase.id }
    }

    static let root = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../../../../shared/data/dmn-tck").standardized

    static let folders: [URL] = {
        let folders = (try? KitReport.folders(root)) ?? []
        if folders.isEmpty { print("The kit is absent, so its cases are not run: \(root.path)") }
        return folders
    }()

    static let cases: [Case] = folders.flatMap { folder -> [Case] in
        guard let kit = try? KitFolder(folder) else { return [] }
        return kit.cases.map { Case(folder: kit, kitCase: $0) }
    }

    @Test(arguments: cases)
    func `a case of the kit has the result it expects`(_ item: Case) throws {
        let moment = try #require(DateAndTime("2026-11-26T10:00:00Z"))
        let result = item.folder.run(item.kitCase, at: moment)
        #expect(result.failure == nil)
    }

    @Test func `the engine never looks at the answers a model carries`() throws {
        let moment = try #require(DateAndTime("2026-11-26T10:00:00Z"))
        for folder in Self.folders {
            let kit = try KitFolder(folder, stripsAnswers: true)
            for kitCase in kit.cases {
                #expect(kit.run(kitCase, at: moment).failure == nil, "\(kit.name) \(kitCase.id)")
            }
        }
    }

    @Test func `a report counts every case once`() throws {
        guard !Self.folders.isEmpty else { return }
        let moment = try #require(DateAndTime("2026-11-26T10:00:00Z"))
        let report = try KitReport(
            root: Self.root, only: ["0001-filter", "0050-feel-abs-function"],
            stripsAnswers: false, at: moment)
        let total = try #require(report.scores.first)
        #expect(total.passed == total.total)
        #expect(report.lines.count == total.total)
        #expect(report.csv.split(separator: "\n").count == total.total)
        #expect(Set(report.lines.map(\.folder)).count == 2)
    }
}
