package import Insurance
package import Kernel
import Storage
import Synchronization

extension World {
    /// A desk for files with a real folder of its own.
    package func evidenceDesk(
        scanner: (any FileScanner)? = TestStringScanner(), showsUnscanned: Bool = false,
        in folder: String? = nil
    ) throws -> EvidenceDesk {
        EvidenceDesk(
            dispatcher, store: FolderFileStore(path: try folder ?? TestFolder.make()),
            scanner: scanner, showsUnscanned: showsUnscanned)
    }

    /// A notice under a policy nobody knows: the smallest case there is. Returns its number.
    package func notice() async throws -> String {
        for command in DefaultStandards.standards {
            _ = try? await perform(command)
        }
        let receipt = try await dispatcher.perform(
            RegisterNotice.self,
            from: [
                "channel": "phone", "policy": "P-1",
                "lossAt": .string(now.adding(seconds: -3600).iso8601),
                "place": "北京市海淀区中关村大街1号", "cause": "other", "course": "停车时被追尾",
                "reporterName": "王小明",
            ], by: try await principal(.claimsIntake))
        guard let number = receipt.text("number") else { throw Missing(what: "number") }
        return number
    }
}

/// A scanner out of order until it is mended, which every real one is at times.
package final class BrokenScanner: FileScanner {
    package let name = "builtin"
    private let isMended = Mutex(false)

    package init() {}

    package func mend() { isMended.withLock { $0 = true } }

    package func scan(_ content: [UInt8]) async throws -> ScanVerdict {
        guard isMended.withLock({ $0 }) else {
            throw ScanFailure(Words("无法连接扫描程序", "the scanner cannot be reached"))
        }
        return try await TestStringScanner().scan(content)
    }
}

/// What attackers and testers send.
package enum HostileFiles {
    /// The test string of all scanners, in parts so that none stops at this source.
    package static let testString =
        Array("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-".utf8)
        + Array("STANDARD-ANTIVIRUS-TEST-FILE!$H+H*".utf8)

    /// A whole picture of 24 by 24, harmless.
    package static let picture = DemoPicture.png(side: 24)

    /// A PNG whose text chunk holds `content`.
    package static func png(holding content: [UInt8]) -> [UInt8] {
        let png = DemoPicture.png()
        let chunk =
            (0..<4).map { UInt8(truncatingIfNeeded: content.count >> (24 - $0 * 8)) }
            + Array("teXt".utf8) + content + [0, 0, 0, 0]
        return Array(png.prefix(33)) + chunk + png.dropFirst(33)
    }
}
