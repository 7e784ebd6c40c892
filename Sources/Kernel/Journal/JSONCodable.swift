/// For fields that hold any JSON. Our own encoder and decoder hand the tree over as it is; these
/// serve those of others.
extension JSON: Codable {
    package init(from decoder: any Decoder) throws {
        if let reader = decoder as? JSONReader {
            self = reader.value
        } else if let members = try? decoder.container(keyedBy: JSONKey.self) {
            self = .object(
                Object(
                    try members.allKeys.map {
                        Object.Member(
                            name: $0.stringValue, value: try members.decode(JSON.self, forKey: $0))
                    }))
        } else if var elements = try? decoder.unkeyedContainer() {
            var read: [JSON] = []
            while !elements.isAtEnd { read.append(try elements.decode(JSON.self)) }
            self = .array(read)
        } else {
            self = try JSON(scalar: try decoder.singleValueContainer())
        }
    }

    private init(scalar: any SingleValueDecodingContainer) throws {
        if scalar.decodeNil() {
            self = .null
        } else if let bool = try? scalar.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? scalar.decode(Int64.self) {
            self = .integer(number)
        } else {
            self = .string(try scalar.decode(String.self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .object(let object):
            var members = encoder.container(keyedBy: JSONKey.self)
            for member in object.members {
                try members.encode(member.value, forKey: JSONKey(stringValue: member.name))
            }
        case .array(let array):
            var elements = encoder.unkeyedContainer()
            for element in array { try elements.encode(element) }
        case .null, .bool, .integer, .string:
            try encodeScalar(to: encoder.singleValueContainer())
        }
    }

    private func encodeScalar(to container: any SingleValueEncodingContainer) throws {
        var container = container
        switch self {
        case .bool(let bool): try container.encode(bool)
        case .integer(let number): try container.encode(number)
        case .string(let text): try container.encode(text)
        default: try container.encodeNil()
        }
    }
}
