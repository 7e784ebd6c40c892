package import Kernel

/// How the installation stands: cases by their outcome, money, promises, and what must hold.
package struct OfficeStanding: Sendable {
    /// paid, denied, zeroPayment, withdrawn, cancelled, open; and notices withdrawn.
    package private(set) var outcomes: [String: Int] = [:]
    package private(set) var notices: [String: Int] = [:]
    package private(set) var breaches: [String: Int] = [:]
    /// By currency: reserved, paid, recovered, confirmed; in minor units.
    package private(set) var money: [String: [String: Int64]] = [:]
    /// By metric: kept, breached, running, paused.
    package private(set) var promises: [String: [String: Int]] = [:]
    /// What must hold and does not, in words; empty when all is well.
    package private(set) var faults: [Words] = []

    package init(_ reader: any Reader) throws {
        try countCases(reader)
        try countMoney(reader)
        for row in try reader.rows(
            "SELECT metric, status, count(*) AS held FROM service_clock GROUP BY metric, status")
        {
            promises[try row.text("metric"), default: [:]][try row.text("status")] =
                try row.int("held")
        }
        faults = try OfficeFaults.find(reader)
    }

    /// Notices, claims and breaches that are not at their end.
    static func openCases(_ reader: any Reader) throws -> Int {
        let row = try reader.row(
            """
            SELECT (SELECT count(*) FROM notice WHERE stage = 'received')
                + (SELECT count(*) FROM claim WHERE stage NOT IN ('closed', 'cancelled'))
                + (SELECT count(*) FROM claim_review WHERE stage NOT IN ('closed', 'withdrawn'))
                + (SELECT count(*) FROM recovery WHERE stage <> 'closed')
                + (SELECT count(*) FROM litigation WHERE stage <> 'closed')
                + (SELECT count(*) FROM claim_archive WHERE stage IN ('due', 'disposalProposed'))
                + (SELECT count(*) FROM panel WHERE stage = 'convened')
                + (SELECT count(*) FROM rule_decision
                    WHERE stage = 'decided' AND is_sampled = 1)
                + (SELECT count(*) FROM breach WHERE stage <> 'decided')
                + (SELECT count(*) FROM payment_batch WHERE stage = 'awaiting')
                + (SELECT count(*) FROM reconciliation_difference WHERE stage = 'open')
                + (SELECT count(*) FROM deadline_question WHERE stage <> 'answered') AS held
            """)
        return try row?.int("held") ?? 0
    }

    private mutating func countCases(_ reader: any Reader) throws {
        var last = ""
        while true {
            let claims: [Loaded<Claim>] = try reader.loadAll(
                where: "number > \(last) ORDER BY number LIMIT 500")
            for claim in claims { outcomes[Self.outcome(claim.state), default: 0] += 1 }
            guard let end = claims.last else { break }
            last = end.number
        }
        for row in try reader.rows("SELECT stage, count(*) AS held FROM notice GROUP BY stage") {
            notices[try row.text("stage")] = try row.int("held")
        }
        for row in try reader.rows("SELECT stage, count(*) AS held FROM breach GROUP BY stage") {
            breaches[try row.text("stage")] = try row.int("held")
        }
    }

    private static func outcome(_ claim: Claim) -> String {
        switch claim.ending {
        case .paid: "paid"
        case .denied: "denied"
        case .zeroPayment: "zeroPayment"
        case .cancelled(.customerWithdrawal): "withdrawn"
        case .cancelled: "cancelled"
        case nil: "open"
        }
    }

    private mutating func countMoney(_ reader: any Reader) throws {
        for row in try reader.rows(
            """
            SELECT currency, sum(reserve_minor) AS reserved, sum(paid_minor) AS paid,
                sum(recovered_minor) AS recovered
            FROM claim GROUP BY currency
            """)
        {
            money[try row.text("currency")] = [
                "reserved": try row.integer("reserved"), "paid": try row.integer("paid"),
                "recovered": try row.integer("recovered"),
            ]
        }
        for row in try reader.rows(
            """
            SELECT currency, sum(amount_minor) AS amount FROM payment WHERE stage = 'confirmed'
            GROUP BY currency
            """)
        {
            money[try row.text("currency"), default: [:]]["confirmed"] = try row.integer("amount")
        }
    }
}

/// The checks of a whole installation that need no knowledge of how it came about.
enum OfficeFaults {
    static func find(_ reader: any Reader) throws -> [Words] {
        try (checks + PaymentFaults.checks).compactMap { sql, words in
            let held = try reader.row(sql)?.int("held") ?? 0
            return held == 0
                ? nil : Words("\(words.zh)：\(held)", "\(words.en): \(held)")
        } + PaymentFaults.undivided(reader)
    }

    private static let checks: [(SQL, Words)] = caseChecks + AfterwardsFaults.checks

    private static let caseChecks: [(SQL, Words)] = [
        (
            """
            SELECT count(*) AS held FROM claim c WHERE stage NOT IN ('closed', 'cancelled')
            AND NOT EXISTS (SELECT 1 FROM work_item w WHERE w.stream = 'claim/' || c.id
                AND w.status IN ('pooled', 'held', 'suspended'))
            """, Words("无人负责的未结赔案", "open claims that nobody has")
        ),
        (
            """
            SELECT count(*) AS held FROM notice n WHERE stage = 'received'
            AND NOT EXISTS (SELECT 1 FROM work_item w WHERE w.stream = 'notice/' || n.id
                AND w.status IN ('pooled', 'held', 'suspended'))
            """, Words("无人负责的报案", "open notices that nobody has")
        ),
        (
            """
            SELECT count(*) AS held FROM claim c
            WHERE stage IN ('registered', 'lossAssessed', 'lossVerified', 'inApproval', 'approved',
                'paymentOrdered', 'paymentFailed')
            AND NOT EXISTS (SELECT 1 FROM service_clock k WHERE k.stream = 'claim/' || c.id
                AND k.stopped_at IS NULL)
            """, Words("没有计时的未结赔案", "open claims without a running promise")
        ),
        (
            """
            SELECT count(*) AS held FROM claim c JOIN service_clock k ON k.case_number = c.notice
            WHERE c.stage IN ('closed', 'cancelled') AND k.stopped_at IS NULL
            """, Words("已结案的报案仍在计时", "notices of closed claims with a promise that runs")
        ),
        (
            """
            SELECT count(*) AS held FROM claim c WHERE paid_minor <> coalesce(
                (SELECT sum(amount_minor) FROM payment p
                    WHERE p.claim = c.number AND p.stage = 'confirmed'), 0)
            """, Words("赔款与到账不符的赔案", "claims whose paid amount is not what was confirmed")
        ),
        (
            """
            SELECT count(*) AS held FROM payment p WHERE (p.stage = 'confirmed')
                <> EXISTS (SELECT 1 FROM voucher v WHERE v.payment = p.number
                    AND v.stage = 'valid')
            """, Words("凭证与到账付款不对应", "confirmed payments without a voucher, or the reverse")
        ),
        (
            """
            SELECT count(*) AS held FROM claim c WHERE stage IN ('closed', 'cancelled')
            AND (EXISTS (SELECT 1 FROM work_item w WHERE w.stream = 'claim/' || c.id
                AND w.status IN ('pooled', 'held', 'suspended'))
            OR EXISTS (SELECT 1 FROM service_clock k WHERE k.stream = 'claim/' || c.id
                AND k.stopped_at IS NULL) OR reserve_minor <> 0)
            """, Words("已结案仍有待办、计时或准备金", "closed claims with work, a promise or a reserve left")
        ),
        (
            """
            SELECT count(*) AS held FROM investigation i WHERE stage <> 'closed'
            AND NOT EXISTS (SELECT 1 FROM work_item w WHERE w.stream = i.stream
                AND (w.kind LIKE 'claims.task.%' OR w.kind LIKE 'claims.%Investigation')
                AND w.status IN ('pooled', 'held', 'suspended'))
            """, Words("无人负责的未结调查", "open investigations that nobody has")
        ),
    ]
}
