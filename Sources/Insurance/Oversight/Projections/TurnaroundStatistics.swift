package import Kernel

/// 时效统计: how the promises of a period were kept, by product, line, complexity, branch, person
/// or standard. Counted by indexed queries over the clocks' columns: the work grows with the clocks
/// of the metric in the period, and no state is decoded.
package enum TurnaroundStatistics {
    package enum Dimension: String, ChoiceValue {
        case metric, product, line, complexity, branch, person

        package var title: Words {
            switch self {
            case .metric: Words("承诺", "Promise")
            case .product: Words("产品", "Product")
            case .line: Words("险类", "Line")
            case .complexity: Words("案件类型", "Complexity")
            case .branch: Words("机构", "Branch")
            case .person: Words("人员", "Person")
            }
        }

        /// The column of the joined rows that tells the groups apart.
        var key: SQL {
            switch self {
            case .metric: "k.metric"
            case .product: "coalesce(c.product, n.product, d.product, '-')"
            case .line: "coalesce(c.line, n.line, d.line, '-')"
            case .complexity: "coalesce(c.complexity, n.complexity, d.complexity, '-')"
            case .branch: "coalesce(c.branch, n.branch, d.branch, '-')"
            case .person: "coalesce(k.ended_by, '-')"
            }
        }
    }

    /// One group of one promise.
    package struct Line: Sendable, Equatable {
        package let metric: String
        package let metricTitle: Words
        /// The code of the group, `-` for what belongs to none, such as a notice without a claim.
        package let key: String
        package let title: Words
        package let kept: Int64
        /// Late ones, whether or not they are excused.
        package let breached: Int64
        /// Of the late ones: the cause was found outside the company.
        package let excused: Int64
        package let running: Int64
        /// Of the late ones: not done yet.
        package let overdue: Int64
        package let share: PromiseShare?
        package let spreads: [Spread]
        /// How it stands beside all groups of the promise together.
        package let standing: Standing

        package var started: Int64 { kept + breached + running }
        package var open: Int64 { running + overdue }
        /// Fewer than ten ended cases say little.
        package var isSmall: Bool { kept + breached < 10 }
    }

    /// What the 95 % interval says beside the whole: only a group whose interval leaves the whole
    /// out is told apart.
    package enum Standing: String, Sendable {
        case better, worse, noDifference, tooFew

        package var title: Words {
            switch self {
            case .better: Words("优于整体", "better than the whole")
            case .worse: Words("低于整体", "worse than the whole")
            case .noDifference: Words("与整体无差异", "no difference from the whole")
            case .tooFew: Words("样本过少", "too few cases")
            }
        }
    }

    /// How long the ended cases of a group took, for each unit that they were counted in.
    package struct Spread: Sendable, Equatable {
        package let basis: Term.Basis
        package let ended: Int64
        package let median: Words
        package let p90: Words
    }

    /// The most groups of an answer.
    package static let most = 500

    /// - Parameter metric: one promise; `nil` for all.
    package static func lines(
        by dimension: Dimension, metric: String? = nil, _ period: PromisePeriod = .always,
        at now: Moment, _ reader: any Reader
    ) throws -> [Line] {
        let rows = rows(dimension, metric, period, now)
        var groups: [Group: Counts] = [:]
        for row in try reader.rows(
            """
            SELECT metric, place, outcome, COUNT(*) AS number, SUM(excused) AS excused,
                SUM(unstopped) AS unstopped FROM (\(part: rows)) counted
            GROUP BY metric, place, outcome ORDER BY metric, place, outcome LIMIT \(3 * most)
            """)
        { try groups[Group(row), default: Counts()].take(row) }
        let spreads = try spreads(rows, reader)
        let titles = try TurnaroundTitles(dimension, groups.keys.map(\.key), reader)
        let wholes = Dictionary(grouping: groups) { $0.key.metric }.mapValues { all in
            let kept = all.reduce(0) { $0 + $1.value.kept }
            return PromiseShare(kept: kept, of: all.reduce(kept) { $0 + $1.value.breached })
        }
        return groups.sorted { $0.key < $1.key }.prefix(most).map { group, counts in
            line(
                group, counts, spreads[group] ?? [], titles,
                whole: wholes[group.metric] ?? nil)
        }
    }

    /// The clocks with what they are grouped by and how they stand. A person's are the ended ones.
    static func rows(
        _ dimension: Dimension, _ metric: String?, _ period: PromisePeriod, _ now: Moment
    ) -> SQL {
        let ended: SQL = dimension == .person ? "AND k.ended_by IS NOT NULL" : ""
        let wanted: SQL = metric.map { "AND k.metric = \($0)" } ?? ""
        return """
            SELECT k.id, k.metric AS metric, k.case_number AS case_number, k.basis AS basis,
                k.consumed AS consumed, k.started_at AS started_at, k.due_at AS due_at,
                k.stopped_at AS stopped_at, k.breach AS breach,
                \(part: dimension.key) AS place,
                \(part: PromiseBoard.outcomeColumn(now)) AS outcome,
                CASE WHEN b.stage = 'decided' AND b.cause <> 'company' THEN 1 ELSE 0 END AS excused,
                CASE WHEN k.stopped_at IS NULL THEN 1 ELSE 0 END AS unstopped
            FROM service_clock k
            LEFT JOIN claim c ON c.number = k.case_number
            LEFT JOIN claim n ON n.notice = k.case_number AND NOT EXISTS (
                SELECT 1 FROM claim o WHERE o.notice = n.notice AND o.number < n.number)
            LEFT JOIN deadline_question q ON q.number = k.case_number
            LEFT JOIN claim d ON d.number = q.claim
            LEFT JOIN breach b ON b.clock = k.id
            WHERE k.started_at >= \(period.from) AND k.started_at < \(period.until)
                \(part: wanted) \(part: ended)
            """
    }

    /// Nearest-rank quantiles of each group, by one sorted pass.
    private static func spreads(_ rows: SQL, _ reader: any Reader) throws -> [Group: [Spread]] {
        var spreads: [Group: [Spread]] = [:]
        for row in try reader.rows(
            """
            SELECT metric, place, basis, total,
                MIN(CASE WHEN rank >= (total * 50 + 99) / 100 THEN consumed END) AS median,
                MIN(CASE WHEN rank >= (total * 90 + 99) / 100 THEN consumed END) AS p90
            FROM (
                SELECT metric, place, basis, consumed,
                    ROW_NUMBER() OVER (PARTITION BY metric, place, basis ORDER BY consumed) AS rank,
                    COUNT(*) OVER (PARTITION BY metric, place, basis) AS total
                FROM (\(part: rows)) counted
                WHERE consumed IS NOT NULL AND basis IS NOT NULL
            ) ranked
            GROUP BY metric, place, basis, total ORDER BY metric, place, basis LIMIT \(4 * most)
            """)
        {
            guard let basis = Term.Basis(rawValue: try row.text("basis")) else { continue }
            spreads[try Group(row), default: []].append(
                Spread(
                    basis: basis, ended: try row.integer("total"),
                    median: ConsumedTime.words(try row.integer("median"), basis),
                    p90: ConsumedTime.words(try row.integer("p90"), basis)))
        }
        return spreads
    }

    private static func line(
        _ group: Group, _ counts: Counts, _ spreads: [Spread], _ titles: TurnaroundTitles,
        whole: PromiseShare?
    ) -> Line {
        let share = PromiseShare(kept: counts.kept, of: counts.kept + counts.breached)
        let title = ClaimClocks.metrics.first { $0.code == group.metric }?.title
        return Line(
            metric: group.metric, metricTitle: title ?? Words(group.metric, group.metric),
            key: group.key, title: titles.title(group.key), kept: counts.kept,
            breached: counts.breached, excused: counts.excused, running: counts.running,
            overdue: counts.overdue, share: share, spreads: spreads,
            standing: standing(share, whole))
    }

    static func standing(_ share: PromiseShare?, _ whole: PromiseShare?) -> Standing {
        guard let share, let whole, share.ended >= 10 else { return .tooFew }
        if share.low > whole.permille { return .better }
        return share.high < whole.permille ? .worse : .noDifference
    }
}

/// A promise and the code of a group.
private struct Group: Hashable, Comparable {
    let metric: String
    let key: String

    init(_ row: Row) throws {
        metric = try row.text("metric")
        key = try row.text("place")
    }

    static func < (left: Group, right: Group) -> Bool {
        (left.metric, left.key) < (right.metric, right.key)
    }
}

private struct Counts {
    var kept: Int64 = 0
    var breached: Int64 = 0
    var excused: Int64 = 0
    var running: Int64 = 0
    var overdue: Int64 = 0

    mutating func take(_ row: Row) throws {
        let number = try row.integer("number")
        excused += try row.integer("excused")
        switch PromiseOutcome(rawValue: try row.text("outcome")) {
        case .kept: kept += number
        case .breached:
            breached += number
            overdue += try row.integer("unstopped")
        default: running += number
        }
    }
}

/// What the codes of groups are called.
struct TurnaroundTitles {
    private let dimension: TurnaroundStatistics.Dimension
    private var names: [String: Words] = [:]

    init(
        _ dimension: TurnaroundStatistics.Dimension, _ keys: [String], _ reader: any Reader
    ) throws {
        self.dimension = dimension
        switch dimension {
        case .branch:
            let offices: [Loaded<Office>] = try reader.loadAll(
                where: "id IN \(list: keys) ORDER BY id LIMIT 1000")
            for office in offices { names[office.state.id.text] = office.name }
        case .person:
            for row in try reader.rows(
                "SELECT id, number FROM staff WHERE id IN \(list: keys) LIMIT 1000")
            {
                let number = try row.text("number")
                names[try row.text("id")] = Words(number, number)
            }
        case .product:
            let products: [Loaded<Product>] = try reader.loadAll(
                where: "code IN \(list: keys) ORDER BY code, edition LIMIT 2000")
            for product in products { names[product.code] = product.name }
        default: break
        }
    }

    func title(_ key: String) -> Words {
        if key == "-" { return Words("未归类", "not assigned") }
        let known: Words? =
            switch dimension {
            case .metric: ClaimClocks.metrics.first { $0.code == key }?.title
            case .line: LineOfBusiness(rawValue: key)?.title
            case .complexity: Complexity(rawValue: key)?.title
            default: names[key]
            }
        return known ?? Words(key, key)
    }
}
