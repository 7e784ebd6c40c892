import Foundation
import Testing

@testable import Decisions

@Suite struct TableReplacementTests {
    static let document = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- <decisionTable/> is no table here -->
        <dmn:definitions xmlns:dmn="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:k="urn:k"
            namespace="n"><dmn:inputData id='i1' name="age"><dmn:variable name="age"/>
          </dmn:inputData>
          <dmn:decision id="d1" name="lane"><dmn:variable name="lane"/>
            <dmn:informationRequirement><dmn:requiredInput href="#i1"/></dmn:informationRequirement>
            <dmn:decisionTable k:width='9 > 8' id="t1" hitPolicy="FIRST">
              <!-- the only input -->
              <dmn:input id="c1" k:width="100"><dmn:extensionElements><k:x/></dmn:extensionElements>
                <dmn:inputExpression id="e1" typeRef="number"><dmn:text
                ><![CDATA[age]]></dmn:text></dmn:inputExpression>
              </dmn:input>
              <dmn:output id="c2" name="lane" typeRef="string"/>
              <dmn:annotation name="why"/>
              <dmn:rule id="r1">
                <dmn:inputEntry id="x1"><dmn:text>&lt; 18</dmn:text></dmn:inputEntry>
                <dmn:outputEntry id="x2"><dmn:text>"young"</dmn:text></dmn:outputEntry>
              </dmn:rule>
              <!-- everybody else -->
              <dmn:rule id="r2">
                <dmn:inputEntry id="x3"><dmn:text>[18..60]</dmn:text></dmn:inputEntry>
                <dmn:outputEntry id="x4"><dmn:text>"usual"</dmn:text></dmn:outputEntry>
                <dmn:annotationEntry><dmn:text>see § 4</dmn:text></dmn:annotationEntry>
              </dmn:rule>
            </dmn:decisionTable>
          </dmn:decision>
          <!-- the end -->
        </dmn:definitions>

        """

    private func replaced(
        _ document: String = document, _ change: (inout TableSheet) -> Void
    ) throws -> String {
        let tables = try ModelTables(Data(document.utf8))
        var sheet = try tables.sheet(tables.places[0])
        change(&sheet)
        let data = try tables.replacing(tables.places[0], with: sheet)
        let again = try ModelTables(data)
        #expect(try again.sheet(again.places[0]) == sheet)
        return String(decoding: data, as: UTF8.self)
    }

    @Test func `a table that is the same changes no byte`() throws {
        #expect(try replaced { _ in } == Self.document)
    }

    @Test func `a cell that changes changes nothing else`() throws {
        let document = try replaced { $0.rules[1].inputs[0] = "[18..65]" }
        #expect(document == Self.document.replacing("[18..60]", with: "[18..65]"))
    }

    @Test func `heads and columns change in their attributes and texts`() throws {
        let document = try replaced {
            $0.hitPolicy = .collect
            $0.aggregation = .count
            $0.resultType = "number"
            $0.inputs[0].expression = "age + 1"
            $0.inputs[0].label = "<Age>"
            $0.inputs[0].allowedValues = "[0..150]"
            $0.outputs[0].name = "lanes"
            $0.annotations[0] = "because"
        }
        let wanted = Self.document
            .replacing(
                " hitPolicy=\"FIRST\">",
                with: " hitPolicy=\"COLLECT\" typeRef=\"number\" aggregation=\"COUNT\">"
            )
            .replacing("<dmn:text\n        ><![CDATA[age]]>", with: "<dmn:text>age + 1")
            .replacing("k:width=\"100\">", with: "k:width=\"100\" label=\"&lt;Age&gt;\">")
            .replacing(
                "</dmn:inputExpression>\n",
                with:
                    "</dmn:inputExpression>\n        <dmn:inputValues><dmn:text>[0..150]</dmn:text>"
                    + "</dmn:inputValues>\n"
            )
            .replacing("id=\"c2\" name=\"lane\"", with: "id=\"c2\" name=\"lanes\"")
            .replacing("<dmn:annotation name=\"why\"/>", with: "<dmn:annotation name=\"because\"/>")
        #expect(document == wanted)
    }

    @Test func `rules move with what is written about them, and new ones are laid out alike`()
        throws
    {
        let document = try replaced {
            $0.rules.swapAt(0, 1)
            $0.rules.append(.init(["> 60"], ["\"late\""], annotations: ["a & b"], id: "r3"))
        }
        let first = try #require(document.range(of: "<!-- everybody else -->")).lowerBound
        #expect(first < (try #require(document.range(of: "id=\"r1\"")).lowerBound))
        let added = """
                  <dmn:rule id="r3">
                    <dmn:inputEntry><dmn:text>&gt; 60</dmn:text></dmn:inputEntry>
                    <dmn:outputEntry><dmn:text>"late"</dmn:text></dmn:outputEntry>
                    <dmn:annotationEntry><dmn:text>a &amp; b</dmn:text></dmn:annotationEntry>
                  </dmn:rule>
                </dmn:decisionTable>
            """
        #expect(document.contains(added))
        #expect(document.contains("id=\"x4\""))
    }

    @Test func `documents without line breaks and with those of Windows stay as they are`() throws {
        let flat = Self.document.split(separator: "\n")
            .map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
            .replacing("> <", with: "><")
        let document = try replaced(flat) {
            $0.rules.append(.init(["-"], ["1"], annotations: [""], id: "r3"))
        }
        #expect(!document.contains("\n"))
        #expect(document.contains("</dmn:rule><dmn:rule id=\"r3\"><dmn:inputEntry>"))
        let windows = Self.document.replacing("\n", with: "\r\n")
        let other = try replaced(windows) {
            $0.rules.append(.init(["-"], ["1"], annotations: [""], id: "r3"))
        }
        #expect(other.replacing("\r\n", with: "").contains("\n") == false)
    }

    @Test func `columns that come and go are in all rules`() throws {
        let document = try replaced {
            $0.inputs.append(.init("zone", type: "string"))
            $0.annotations = []
            for place in $0.rules.indices {
                $0.rules[place].inputs.append("-")
                $0.rules[place].annotations = []
            }
        }
        #expect(document.contains("id=\"c1\" k:width=\"100\"><dmn:extensionElements><k:x/>"))
        #expect(!document.contains("see § 4"))
    }

    @Test func `an id of another element is refused`() throws {
        let error = #expect(throws: SheetFaults.self) { try replaced { $0.rules[0].id = "i1" } }
        #expect(
            error?.faults.map(\.description) == [
                "rule 1: the id 'i1' is that of another element of the model: choose another"
            ])
    }

    @Test func `what a sheet has no place for is refused where it stands`() throws {
        func refusal(_ text: String, _ other: String) throws -> [String] {
            let changed = Self.document.replacing(text, with: other)
            let tables = try ModelTables(Data(changed.utf8))
            let error = #expect(throws: SheetFaults.self) { try tables.sheet(tables.places[0]) }
            return error?.faults.map(\.description) ?? []
        }
        #expect(
            try refusal(
                "<dmn:inputEntry id=\"x3\">", "<dmn:inputEntry id=\"x3\"><dmn:description/>")[0]
                .hasPrefix("line 22, column 33: a sheet has no place for this <description>"))
        #expect(
            try refusal("<dmn:inputEntry id=\"x3\">", "<dmn:inputEntry expressionLanguage=\"js\">")
                == ["line 22, column 9: the language is not FEEL: js"])
        #expect(
            try refusal("hitPolicy=\"FIRST\"", "hitPolicy=\"LAST\"")
                == ["line 8, column 5: there is no hit policy 'LAST'"])
        #expect(
            try refusal("<dmn:annotation name=\"why\"/>", "<dmn:output name=\"b\"/>").count == 3)
        #expect(
            try refusal(
                "</dmn:inputExpression>",
                "</dmn:inputExpression><dmn:inputValues><dmn:text/></dmn:inputValues>")[0]
                .hasSuffix("<inputValues> is empty: remove it"))
    }

    @Test func `a model in another encoding is refused`() throws {
        let document = Self.document.replacing("UTF-8", with: "ISO-8859-1")
        let tables = try ModelTables(Data(document.utf8))
        #expect(throws: SheetFaults.self) {
            var sheet = try tables.sheet(tables.places[0])
            sheet.rules.removeLast()
            return try tables.replacing(tables.places[0], with: sheet)
        }
    }

    @Test func `faults of a sheet from CSV are told at its rows and columns`() throws {
        let tables = try ModelTables(Data(Self.document.utf8))
        let csv = String(decoding: try tables.sheet(tables.places[0]).csv(), as: UTF8.self)
        func refusal(_ text: String, _ other: String) throws -> [String] {
            let reading = try SheetReading(csv: Data(csv.replacing(text, with: other).utf8))
            let error = #expect(throws: SheetFaults.self) {
                try tables.replacing(tables.places[0], with: reading)
            }
            return error?.faults.map { String($0.description.prefix(44)) } ?? []
        }
        #expect(
            try refusal("1,r1", "1,i1") == ["row 8, column B: the id 'i1' is that of anot"])
        #expect(
            try refusal("[18..60]", "[18..") == ["row 9, column C: this cannot be read: line 1"])
        #expect(
            try refusal("\"\"\"usual\"\"\"", "usual")
                == ["row 9, column D: the model has no 'usual': u"])
    }

    @Test func `no bytes trap`() throws {
        let whole = Array(Self.document.utf8)
        var random = SmallGenerator(state: 7)
        let marks = Array("<>/\"'=&;![]-? \n".utf8)
        for _ in 0..<3_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] =
                    marks.randomElement(using: &random) ?? 0
            }
            guard let tables = try? ModelTables(Data(bytes)) else { continue }
            for place in tables.places {
                guard var sheet = try? tables.sheet(place) else { continue }
                sheet.rules.append(
                    .init(
                        sheet.inputs.map { _ in "-" }, sheet.outputs.map { _ in "1" },
                        annotations: sheet.annotations))
                _ = try? tables.replacing(place, with: sheet)
            }
        }
    }
}
