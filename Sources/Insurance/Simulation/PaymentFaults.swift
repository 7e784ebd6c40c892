import Kernel

/// What must hold of payments in a whole installation.
enum PaymentFaults {
    static let checks: [(SQL, Words)] = [
        (
            """
            SELECT count(*) AS held FROM payment p WHERE stage IN ('ordered', 'released', 'sent')
            AND NOT EXISTS (SELECT 1 FROM work_item w, claim c WHERE c.number = p.claim
                AND w.stream = 'claim/' || c.id AND w.case_number = p.number
                AND w.status IN ('pooled', 'held', 'suspended'))
            """, Words("无人负责的在途付款", "payments on their way that nobody has")
        ),
        (
            """
            SELECT count(*) AS held FROM payment_batch b WHERE stage <> 'returned'
            AND (total_minor <> coalesce(
                (SELECT sum(amount_minor) FROM payment p WHERE p.batch = b.number), 0)
            OR payment_count <> (SELECT count(*) FROM payment p WHERE p.batch = b.number))
            """, Words("控制总数与付款不符的批次", "batches whose totals are not their payments'")
        ),
        (
            """
            SELECT count(*) AS held FROM payment_batch b WHERE stage = 'awaiting'
            AND NOT EXISTS (SELECT 1 FROM work_item w WHERE w.stream = 'payment_batch/' || b.id
                AND w.status IN ('pooled', 'held', 'suspended'))
            """, Words("无人审批的批次", "batches that nobody is to approve")
        ),
        (
            """
            SELECT count(*) AS held FROM reconciliation_difference d WHERE stage = 'open'
            AND (NOT EXISTS (SELECT 1 FROM work_item w
                WHERE w.stream = 'reconciliation_difference/' || d.id
                AND w.status IN ('pooled', 'held', 'suspended'))
            OR NOT EXISTS (SELECT 1 FROM service_clock k
                WHERE k.stream = 'reconciliation_difference/' || d.id AND k.stopped_at IS NULL))
            """, Words("无人负责或没有计时的对账差异", "open differences without an owner or a promise")
        ),
        (
            """
            SELECT count(*) AS held FROM bank_line l WHERE (l.outcome = 'difference')
                <> EXISTS (SELECT 1 FROM reconciliation_difference d WHERE d.bank_line = l.id)
            """, Words("银行流水与差异不对应", "bank lines without their difference, or the reverse")
        ),
    ]

    /// Claims of which what was decided is not what is paid, on its way and open.
    static func undivided(_ reader: any Reader) throws -> [Words] {
        var live: [String: Int64] = [:]
        for row in try reader.rows(
            """
            SELECT claim, sum(amount_minor) AS minor FROM payment
            WHERE stage IN ('ordered', 'released', 'sent', 'confirmed') GROUP BY claim
            """)
        { live[try row.text("claim")] = try row.integer("minor") }
        var wrong: [String] = []
        var last = ""
        while true {
            let claims: [Loaded<Claim>] = try reader.loadAll(
                where: "number > \(last) ORDER BY number LIMIT 500")
            for claim in claims.map(\.state) where !agrees(claim, live[claim.number] ?? 0) {
                wrong.append(claim.number)
            }
            guard let end = claims.last else { break }
            last = end.number
        }
        let shown = wrong.prefix(5).joined(separator: ", ")
        return wrong.isEmpty
            ? [] : [Words("核赔金额与付款不符：\(shown)", "decided is not paid plus open: \(shown)")]
    }

    private static func agrees(_ claim: Claim, _ live: Int64) -> Bool {
        let known = claim.livePayments.reduce(Int64(0)) { $0.addingClamped($1.minor) }
        let decisions = claim.livePayments.filter { $0.basis == .decision }
            .reduce(Int64(0)) { $0.addingClamped($1.minor) }
        let open = claim.openParts.reduce(Int64(0)) { $0.addingClamped($1.part.amount.minor) }
        return known == live && claim.decidedMinor == decisions.addingClamped(open)
    }
}
