import Foundation
import Testing

@testable import Decisions

/// Every decision table of the open cases of the kit, through CSV and DMN and back.
@Suite struct SheetKitTests {
    struct Item: CustomTestStringConvertible, Sendable {
        let file: URL
        let tables: ModelTables
        let place: ModelTables.Place
        var folder: URL { file.deletingLastPathComponent() }
        var testDescription: String { "\(folder.lastPathComponent) \(place)" }
    }

    static let items: [Item] = KitTests.folders.flatMap { folder -> [Item] in
        let files =
            (try? FileManager.default.contentsOfDirectory(
                at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "dmn" }.flatMap { file -> [Item] in
            guard let data = try? Data(contentsOf: file), let tables = try? ModelTables(data)
            else { return [] }
            return tables.places.map { Item(file: file, tables: tables, place: $0) }
        }
    }

    @Test func `all tables of the kit are found`() throws {
        guard !KitTests.folders.isEmpty else { return }
        var written = 0
        for folder in KitTests.folders {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
            where name.hasSuffix(".dmn") {
                let text = try String(
                    contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
                written += text.components(separatedBy: "decisionTable>").count - 1
            }
        }
        #expect(Self.items.count == written)
        #expect(written > 40)
    }

    @Test(arguments: items, SheetLanguage.allCases)
    func `a table of the kit comes back from CSV as it was`(
        _ item: Item, _ language: SheetLanguage
    ) throws {
        let sheet = try item.tables.sheet(item.place)
        #expect(try SheetReading(csv: sheet.csv(in: language)).sheet == sheet)
        let lines = Data(sheet.csv(in: language).filter { $0 != 0x0D }.dropFirst(3))
        #expect(try SheetReading(csv: lines).sheet == sheet)
    }

    @Test(arguments: items)
    func `a table of the kit comes back from a model of its own as it was`(_ item: Item) throws {
        let sheet = try item.tables.sheet(item.place)
        let tables = try ModelTables(try sheet.model())
        #expect(try tables.places.map(tables.sheet) == [sheet])
    }

    @Test(arguments: items)
    func `a table of the kit in its own place changes no byte`(_ item: Item) throws {
        let sheet = try SheetReading(csv: item.tables.sheet(item.place).csv()).sheet
        #expect(try Data(item.tables.bytes) == item.tables.replacing(item.place, with: sheet))
    }

    @Test(arguments: items)
    func `a table of the kit that was written anew decides as before`(_ item: Item) throws {
        let sheet = try SheetReading(csv: item.tables.sheet(item.place).csv()).sheet
        let node = item.tables.tables[item.place.index].node
        let writing = MarkupWriting(prefix: node.prefix, unit: "  ", lineBreak: "\n")
        let document =
            item.tables.bytes[..<node.range.lowerBound] + Array(writing.table(sheet, pad: "").utf8)
            + item.tables.bytes[node.range.upperBound...]
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("sheets-\(UUID().uuidString)")
            .appendingPathComponent(item.folder.deletingLastPathComponent().lastPathComponent)
            .appendingPathComponent(item.folder.lastPathComponent)
        let files = FileManager.default
        try files.createDirectory(
            at: folder.deletingLastPathComponent(), withIntermediateDirectories: true)
        defer {
            try? files.removeItem(
                at: folder.deletingLastPathComponent().deletingLastPathComponent())
        }
        try files.copyItem(at: item.folder, to: folder)
        let copy = folder.appendingPathComponent(item.file.lastPathComponent)
        try files.removeItem(at: copy)
        try Data(document).write(to: copy)
        let kit = try KitFolder(folder)
        let moment = try #require(DateAndTime("2026-11-26T10:00:00Z"))
        for kitCase in kit.cases {
            #expect(kit.run(kitCase, at: moment).failure == nil, "\(kitCase.id)")
        }
    }

    @Test(arguments: items)
    func `a table of the kit in a model of its own decides as in the model it is from`(
        _ item: Item
    ) throws {
        let owner = item.tables.tables[item.place.index].owner
        // Tables within functions and contexts see names that are no inputs of the model.
        guard owner.first("decisionTable") != nil else { return }
        let sheet = try item.tables.sheet(item.place)
        let alone = try CompiledModel(try sheet.model())
        #expect(alone.problems.isEmpty)
        let kit = try KitFolder(item.folder)
        let moment = try #require(DateAndTime("2026-11-26T10:00:00Z"))
        var decided = 0
        for kitCase in kit.cases {
            let whole = kit.model.evaluation(at: moment)
            for input in kitCase.inputs {
                let type = kit.model.place(of: input.name).map { kit.model.globals[$0].type }
                whole.set(input.name, KitValue.value(input.element, type ?? .any))
            }
            let evaluation = alone.evaluation(at: moment)
            for name in sheet.neededInputs {
                #expect(alone.inputs.contains(name))
                #expect(kit.model.place(of: name) != nil, "\(name)")
                evaluation.set(name, whole.decide(name))
            }
            let expected = whole.decide(item.place.name)
            let actual = evaluation.decide(item.place.name)
            #expect(KitValue.agree(expected, actual), "\(kitCase.id): \(expected) \(actual)")
            if !expected.isNull { decided += 1 }
        }
        #expect(decided > 0)
    }
}
