/// The texts of a column and their places, found by their first and last eight bytes and their
/// length: that is all of a text of up to 16 bytes, and longer ones are compared.
struct TextPlaces: Sendable {
    private struct Key: Sendable, Equatable {
        var first: UInt64 = 0
        var last: UInt64 = 0
        var count = -1

        init() {}

        @inline(__always)
        init(_ bytes: UnsafeBufferPointer<UInt8>) {
            count = bytes.count
            guard let start = UnsafeRawPointer(bytes.baseAddress), count > 0 else { return }
            if count >= 8 {
                first = start.loadUnaligned(as: UInt64.self)
                last = start.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
            } else {
                for index in 0..<count {
                    first |= UInt64(bytes[index]) &<< UInt64(truncatingIfNeeded: index &* 8)
                }
            }
        }

        @inline(__always)
        var hash: Int {
            let mixed = (first ^ last &* 0x9e37_79b9_7f4a_7c15 ^ UInt64(bitPattern: Int64(count)))
                &* 0xbf58_476d_1ce4_e5b9
            return Int(truncatingIfNeeded: mixed &>> 32)
        }
    }

    private struct Slot: Sendable {
        var key = Key()
        var text = ""
        var place = 0
    }

    /// Twice as many as texts or more, so that a search ends at an empty one soon.
    private var slots = [Slot](repeating: Slot(), count: 2)
    private(set) var texts: [String] = []

    /// How many texts there are.
    var count: Int { texts.count }

    /// The place of a text from 1; 0 for one that is not here.
    @inline(__always)
    subscript(text: String) -> Int {
        var text = text
        return text.withUTF8 { place(of: $0) }
    }

    @inline(__always)
    private func place(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let slot = slots[self.slot(of: bytes)]
        return slot.place
    }

    /// Where a text is or would be.
    @inline(__always)
    private func slot(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let key = Key(bytes)
        var index = key.hash & (slots.count &- 1)
        while slots[index].key.count >= 0 {
            if slots[index].key == key,
                key.count <= 16 || slots[index].text.utf8.elementsEqual(bytes)
            {
                break
            }
            index = (index &+ 1) & (slots.count &- 1)
        }
        return index
    }

    /// Gives a text the next place, unless it has one.
    mutating func add(_ text: String) {
        guard self[text] == 0 else { return }
        texts.append(text)
        if slots.count < 2 * texts.count + 2 {
            slots = Array(repeating: Slot(), count: slots.count * 2)
            for (index, text) in texts.enumerated() { put(text, index + 1) }
        } else {
            put(text, texts.count)
        }
    }

    private mutating func put(_ text: String, _ place: Int) {
        var text = text
        let (index, key) = text.withUTF8 { (slot(of: $0), Key($0)) }
        slots[index] = Slot(key: key, text: text, place: place)
    }
}
