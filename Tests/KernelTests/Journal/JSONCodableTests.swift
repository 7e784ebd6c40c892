import Kernel
import Testing

private enum Cover: Codable, Equatable {
    case amount(Money, from: Day)
    case refused(reason: String?)
    case none
}

private struct Part: Codable, Equatable {
    var name: String
    var sizes: [Int]
}

private struct Sample: Codable, Equatable {
    var text: String
    var number: Int
    var small: UInt8
    var large: UInt64
    var truth: Bool
    var absent: String?
    var present: Int64?
    var language: Language
    var id: ID<Part>
    var day: Day
    var moment: Moment
    var parts: [Part]
    var table: [String: [Int]]
    var covers: [Cover]
    var gaps: [Int?]
    var free: JSON
    var nested: [[Bool]]
}

private struct Nothing: Codable, Equatable {}

private class Vehicle: Codable {
    var plate = "A1"
}

private final class Truck: Vehicle {
    var axles = 3

    private enum CodingKeys: String, CodingKey { case axles }

    override init() { super.init() }
    required init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        axles = try members.decode(Int.self, forKey: .axles)
        try super.init(from: try members.superDecoder())
    }
    override func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try super.encode(to: members.superEncoder())
        try members.encode(axles, forKey: .axles)
    }
}

struct JSONCodableTests {
    private func sample() throws -> Sample {
        Sample(
            text: "理赔", number: -5, small: 255, large: 1 << 62, truth: true, absent: nil,
            present: 9,
            language: .zh, id: try #require(ID("0190a3c2-7b1c-7def-8abc-0123456789ab")),
            day: Day(number: 20_000), moment: Moment(milliseconds: 5),
            parts: [Part(name: "a", sizes: [1, 2]), Part(name: "b", sizes: [])],
            table: ["z": [1], "a": []],
            covers: [.amount(Money(minor: 3), from: Day(number: 0)), .refused(reason: nil), .none],
            gaps: [1, nil, 3], free: ["x": [1, "y", .null]], nested: [[true], []])
    }

    @Test func `a value comes back as it was, in canonical order and without nil members`() throws {
        let sample = try sample()
        let json = try JSON(encoding: sample)
        #expect(
            json.canonicalText == """
                {"covers":[{"amount":{"_0":{"currency":"CNY","minor":3},"from":"1970-01-01"}},\
                {"refused":{}},{"none":{}}],"day":"2024-10-04","free":{"x":[1,"y",null]},\
                "gaps":[1,null,3],"id":"0190a3c2-7b1c-7def-8abc-0123456789ab","language":"zh",\
                "large":4611686018427387904,"moment":5,"nested":[[true],[]],"number":-5,\
                "parts":[{"name":"a","sizes":[1,2]},{"name":"b","sizes":[]}],"present":9,\
                "small":255,"table":{"a":[],"z":[1]},"text":"理赔","truth":true}
                """)
        #expect(try json.decode(Sample.self) == sample)
        #expect(try JSON.parse(json.canonical).decode(Sample.self) == sample)
    }

    @Test func `scalars, lists and empty structs stand alone`() throws {
        #expect(try JSON(encoding: "a") == "a")
        #expect(try JSON(encoding: [1, 2]) == [1, 2])
        #expect(try JSON(encoding: Nothing()) == [:])
        #expect(try JSON(encoding: Int?.none) == .null)
        #expect(try ("a" as JSON).decode(String.self) == "a")
        #expect(try JSON.null.decode(Int?.self) == nil)
        #expect(try ([:] as JSON).decode(Nothing.self) == Nothing())
        #expect(try ([1, ["a": 2]] as JSON).decode(JSON.self) == [1, ["a": 2]])
    }

    @Test func `a class writes and reads its ancestor in a member of its own`() throws {
        let truck = Truck()
        truck.plate = "B2"
        truck.axles = 5
        let json = try JSON(encoding: truck)
        #expect(json.canonicalText == #"{"axles":5,"super":{"plate":"B2"}}"#)
        let again = try json.decode(Truck.self)
        #expect(again.plate == "B2" && again.axles == 5)
    }

    @Test func `floating numbers and numbers out of range are refused when writing`() {
        #expect(throws: EncodingError.self) { try JSON(encoding: 1.5) }
        #expect(throws: EncodingError.self) { try JSON(encoding: ["a": Float(1)]) }
        #expect(throws: EncodingError.self) { try JSON(encoding: [[2.0]]) }
        #expect(throws: EncodingError.self) { try JSON(encoding: ["a": UInt64.max]) }
    }

    @Test func `what does not fit is refused when reading, with its path and without its content`()
        throws
    {
        let json: JSON = ["name": "secret", "sizes": [1, "secret"]]
        do {
            _ = try json.decode(Part.self)
            Issue.record("a text was taken for a number")
        } catch DecodingError.typeMismatch(_, let context) {
            #expect(context.codingPath.map(\.stringValue) == ["sizes", "1"])
            #expect(!context.debugDescription.contains("secret"))
        }
        #expect(throws: DecodingError.self) { try (["name": "a"] as JSON).decode(Part.self) }
        #expect(throws: DecodingError.self) { try ([300] as JSON).decode([UInt8].self) }
        #expect(throws: DecodingError.self) { try ([-1] as JSON).decode([UInt].self) }
        #expect(throws: DecodingError.self) { try ([1] as JSON).decode([Double].self) }
        #expect(throws: DecodingError.self) { try ([1] as JSON).decode([String: Int].self) }
        #expect(throws: DecodingError.self) {
            try (["none": [:], "x": 1] as JSON).decode(Day.self)
        }
        #expect(throws: DecodingError.self) { try (["what": [:]] as JSON).decode(Cover.self) }
        #expect(throws: DecodingError.self) { try (1 as JSON).decode([Int].self) }
        #expect(throws: DecodingError.self) { try (1 as JSON).decode(String.self) }
        #expect(throws: DecodingError.self) { try JSON.null.decode(Int.self) }
    }
}
