package import Kernel

extension ClaimParty {
    /// Everybody who has a part in a case now, in the order in which they were added.
    package static func present(
        in stream: StreamName, _ reader: any Reader
    ) throws -> [Loaded<ClaimParty>] {
        try reader.loadAll(
            where: """
                stream = \(stream.text) AND is_present = 1 ORDER BY id LIMIT \(most)
                """)
    }

    /// Those of a case who play this part.
    package static func present(
        _ role: PostWords.Party, in stream: StreamName, _ reader: any Reader
    ) throws -> [Loaded<ClaimParty>] {
        try present(in: stream, reader).filter { $0.state.plays(role) }
    }
}
