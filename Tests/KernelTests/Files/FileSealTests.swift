import TestSupport
import Testing

@testable import Kernel

struct FileSealTests {
    private enum Thing {}
    private let random = SeededBytes(3).bytes

    private func id(_ number: UInt64) -> ID<Thing> {
        ID(at: Moment(milliseconds: 1), random: (1, number))
    }

    private func key(_ number: UInt64, version: UInt32 = 1) throws -> SubjectKey {
        try SubjectKey(
            person: ID(at: Moment(milliseconds: 1), random: (2, number)), version: version,
            random: SeededBytes(number).bytes)
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000])
    func `what is sealed opens again, whatever its length`(length: Int) throws {
        let content = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let key = try key(1)
        let sealed = try FileSeal.seal(content, of: id(1), key: key, random: random)
        #expect(try FileSeal.open(sealed, of: id(1), key: key) == content)
        if length > 16 { #expect(!ByteSearch.contains(sealed, Array(content.prefix(16)))) }
    }

    @Test func `another file, another person, a gone key and no bytes open nothing`() throws {
        let key = try key(1)
        let sealed = try FileSeal.seal([1, 2, 3], of: id(1), key: key, random: random)
        #expect(throws: VaultFailure.altered) { try FileSeal.open(sealed, of: id(2), key: key) }
        let other = try self.key(2)
        #expect(throws: VaultFailure.altered) { try FileSeal.open(sealed, of: id(1), key: other) }
        #expect(throws: VaultFailure.erased) { try FileSeal.open(sealed, of: id(1), key: nil) }
        #expect(throws: VaultFailure.malformed) { try FileSeal.open([], of: id(1), key: key) }
    }

    @Test func `pieces cannot be changed, exchanged, left out or cut off`() throws {
        let key = try key(1)
        let content = [UInt8](repeating: 7, count: 3 * FileSeal.piece)
        let sealed = try FileSeal.seal(content, of: id(1), key: key, random: random)
        let (head, piece) = (FileSeal.headLength, FileSeal.piece + 16)
        var changed = sealed
        changed[head + 5] ^= 1
        let first = Array(sealed[head..<head + piece])
        let second = Array(sealed[head + piece..<head + 2 * piece])
        let rest = Array(sealed[(head + 2 * piece)...])
        let mark = Array(sealed.prefix(head))
        for wrong in [
            changed, mark + second + first + rest, mark + first + rest, mark + first + second,
            Array(sealed.dropLast()), sealed + [0],
        ] {
            #expect(throws: VaultFailure.altered) { try FileSeal.open(wrong, of: id(1), key: key) }
        }
    }
}
