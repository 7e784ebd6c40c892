/// Why a step of a clock is not possible.
package enum ClockRefusal: Error, Hashable, Sendable {
    case alreadyStopped
    case alreadyPaused
    case notPaused
    /// The moment lies before something that is already in the ledger.
    case outOfOrder(latest: Moment)
    case pauseNeedsApproval(limit: Int)
    case alreadyBreached
    case differentBasis
    /// The clock was computed with another calendar or version.
    case otherCalendar(id: String, version: Int)
    case tooManyEntries
    case count(CountRefusal)

    package var refusal: Refusal {
        switch self {
        case .count(let refusal): refusal.refusal
        case .outOfOrder, .differentBasis: Refusal(.invalid, id, words)
        default: Refusal(.conflict, id, words)
        }
    }

    private var id: String {
        switch self {
        case .alreadyStopped: "clock.alreadyStopped"
        case .alreadyPaused: "clock.alreadyPaused"
        case .notPaused: "clock.notPaused"
        case .outOfOrder: "clock.outOfOrder"
        case .pauseNeedsApproval: "clock.pauseNeedsApproval"
        case .alreadyBreached: "clock.alreadyBreached"
        case .differentBasis: "clock.differentBasis"
        case .otherCalendar: "clock.otherCalendar"
        case .tooManyEntries: "clock.tooManyEntries"
        case .count(let refusal): refusal.refusal.id
        }
    }

    package var words: Words {
        switch self {
        case .alreadyStopped:
            Words("计时已结束。如需继续办理，请开始新的计时。",
                "The clock has stopped. Start a new one to go on.")
        case .alreadyPaused:
            Words("计时已经暂停。", "The clock is paused already.")
        case .notPaused:
            Words("计时没有暂停，无需恢复。", "The clock is not paused, so it cannot resume.")
        case .outOfOrder:
            Words("时间早于这只计时器已有的记录。请核对发生时间。",
                "The moment is earlier than what the clock already records. Check it.")
        case .pauseNeedsApproval(let limit):
            Words("这项时限至多自行暂停\(limit)次，再次暂停须经批准。",
                "This clock pauses at most \(limit) times; another pause needs an approval.")
        case .alreadyBreached:
            Words("期限已过，不能再延长。", "The term is over and can no longer be extended.")
        case .differentBasis:
            Words("延长须与原期限用同一计算单位。",
                "An extension must be counted in the unit of the term.")
        case .otherCalendar(let id, let version):
            Words("计时固定使用日历 \(id) 第\(version)版。请用该版本计算，或先改用新版本。",
                "The clock is pinned to calendar \(id), version \(version). Use it, or adopt "
                    + "another version first.")
        case .tooManyEntries:
            Words("暂停和延长合计已达\(ServiceClock.maximumEntries)项上限。",
                "The clock holds the most entries it can: \(ServiceClock.maximumEntries).")
        case .count(let refusal): refusal.refusal.message
        }
    }
}
