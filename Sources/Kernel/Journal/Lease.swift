/// Who may do a background job now. Taken and renewed inside the transaction of the work itself,
/// so that a holder who slept through the end of its lease is fenced off before it writes.
package struct Lease: Sendable {
    /// The job, such as `sequencer`.
    package let name: String
    /// Who asks: different for every process.
    package let owner: String
    /// How long it is held without renewal, in milliseconds.
    package let duration: Int64

    package init(name: String, owner: String, duration: Int64) {
        (self.name, self.owner, self.duration) = (name, owner, duration)
    }

    /// Takes or renews the lease and returns its epoch, or `nil` while another holds it.
    ///
    /// - Parameter epoch: the epoch this owner held last, 0 for none. A lease that changed hands
    ///   meanwhile has another one and counts as somebody else's until it runs out.
    package func take(
        epoch: Int64, at now: Moment, _ transaction: any Transaction
    ) throws -> Int64? {
        try transaction.execute(
            """
            INSERT INTO lease (name, owner, epoch, until) VALUES (\(name), '', 0, 0)
            ON CONFLICT (name) DO NOTHING
            """)
        let held = try transaction.lockedRows(
            "SELECT owner, epoch, until FROM lease WHERE name = \(name)"
        ).first
        guard let held else { return nil }
        let isOurs = try held.text("owner") == owner && held.integer("epoch") == epoch
        if try !isOurs && held.moment("until") > now { return nil }
        let next = try isOurs ? epoch : held.integer("epoch") + 1
        try transaction.execute(
            """
            UPDATE lease SET owner = \(owner), epoch = \(next),
                until = \(now.adding(milliseconds: duration)) WHERE name = \(name)
            """)
        return next
    }

    /// Gives the lease back, so that nobody has to wait for its end.
    package func release(epoch: Int64, _ transaction: any Transaction) throws {
        try transaction.execute(
            """
            UPDATE lease SET until = 0
            WHERE name = \(name) AND owner = \(owner) AND epoch = \(epoch)
            """)
    }
}
