extension JSONParser {
    /// A whole number of 64 bits.
    mutating func number() throws(JSONProblem) -> Int64 {
        let start = position
        let negative = try peek() == UInt8(ascii: "-")
        if negative { position += 1 }
        let digits = position
        var value: Int64 = 0
        while position < bytes.count {
            let digit = bytes[position] &- UInt8(ascii: "0")
            guard digit <= 9 else { break }
            let (tens, first) = value.multipliedReportingOverflow(by: 10)
            let (next, second) =
                negative
                ? tens.subtractingReportingOverflow(Int64(digit))
                : tens.addingReportingOverflow(Int64(digit))
            if first || second { throw JSONProblem(.numberTooLarge, at: start) }
            value = next
            position += 1
        }
        try checkDigits(from: digits, start: start, negative: negative)
        return value
    }

    private func checkDigits(
        from digits: Int, start: Int, negative: Bool
    ) throws(JSONProblem) {
        if position == digits {
            throw JSONProblem(position < bytes.count ? .unexpected : .endsEarly, at: position)
        }
        if position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
                throw JSONProblem(.floatingNumber, at: start)
            default: break
            }
        }
        if bytes[digits] == UInt8(ascii: "0") {
            if position - digits > 1 { throw JSONProblem(.leadingZero, at: start) }
            if negative { throw JSONProblem(.negativeZero, at: start) }
        }
    }

    /// The rest of a text whose opening quote was taken.
    mutating func text() throws(JSONProblem) -> String {
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                let text = try valid(bytes[start..<position], at: start)
                position += 1
                return text
            case UInt8(ascii: "\\"): return try escapedText(from: start)
            case 0..<0x20: throw JSONProblem(.controlCharacter, at: position)
            default: position += 1
            }
        }
        throw JSONProblem(.endsEarly, at: position)
    }

    private mutating func escapedText(from start: Int) throws(JSONProblem) -> String {
        var decoded = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                let text = try decoded.withUnsafeBytes { decoded in
                    Result { () throws(JSONProblem) in try valid(decoded[...], at: start) }
                }.get()
                position += 1
                return text
            case UInt8(ascii: "\\"): try escape(into: &decoded)
            case 0..<0x20: throw JSONProblem(.controlCharacter, at: position)
            default:
                decoded.append(byte)
                position += 1
            }
        }
        throw JSONProblem(.endsEarly, at: position)
    }

    private func valid(
        _ text: Slice<UnsafeRawBufferPointer>, at start: Int
    ) throws(JSONProblem) -> String {
        guard let text = String(validating: UnsafeRawBufferPointer(rebasing: text), as: UTF8.self)
        else { throw JSONProblem(.notUTF8, at: start) }
        return text
    }

    private mutating func escape(into decoded: inout [UInt8]) throws(JSONProblem) {
        let start = position
        position += 1
        let letter = try peek()
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(letter)
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0C)
        case UInt8(ascii: "n"): decoded.append(0x0A)
        case UInt8(ascii: "r"): decoded.append(0x0D)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"):
            let scalar = try scalar(from: start)
            UTF8.encode(scalar).map { decoded.append(contentsOf: $0) }
        default: throw JSONProblem(.badEscape, at: start)
        }
    }

    /// The character of a `\u` escape, or of two that make a surrogate pair.
    private mutating func scalar(from start: Int) throws(JSONProblem) -> Unicode.Scalar {
        let first = try unit(from: start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800...0xDBFF).contains(first), position + 1 < bytes.count,
            bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
        else { throw JSONProblem(.loneSurrogate, at: start) }
        position += 2
        let second = try unit(from: start)
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(
                0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
        else { throw JSONProblem(.loneSurrogate, at: start) }
        return scalar
    }

    private mutating func unit(from start: Int) throws(JSONProblem) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            let byte = try peek()
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt16(byte - 0x30)
            case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt16(byte - 0x57)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt16(byte - 0x37)
            default: throw JSONProblem(.badEscape, at: start)
            }
            position += 1
        }
        return unit
    }
}
