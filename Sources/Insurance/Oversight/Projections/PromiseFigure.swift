package import Kernel

/// How one promise of the insurer stands in a period: a line of the promise page.
package struct PromiseFigure: Hashable, Sendable {
    /// How long cases took that have ended: half within the median, nine of ten within P90.
    package struct Spread: Hashable, Sendable {
        package let median: Words
        package let p90: Words
    }

    package let metric: String
    package let title: Words
    package let scope: String
    package let scopeTitle: Words
    /// The newest edition, such as 「5个工作日」.
    package let standard: Words
    package let source: Words
    package let certainty: Certainty
    /// Whether the insurer's second person confirmed the figure.
    package let isConfirmed: Bool
    package let isShown: Bool
    package let started: Int64
    package let kept: Int64
    /// Late ones: ended late, or still running past their moment.
    package let breached: Int64
    package let running: Int64
    /// `nil`: no case has ended yet.
    package let share: PromiseShare?
    package let spread: Spread?

    /// The share in words, or that there are no cases yet.
    package var shareWords: Words { share?.words ?? Words("暂无案件", "no cases yet") }

    /// What the promise page says about how its figures are made.
    package static let explanation: [Words] = [
        Words(
            "统计期内开始计时的全部案件都计入，一件不漏，也不抽样。",
            "Every case whose clock started in the period counts: none is left out, none "
                + "is sampled."
        ),
        Words(
            "按时与否只看时刻：在最后期限之前或当时办结为按时，晚一毫秒即为超时；仍未办结而已过期限的，计为超时。",
            "Only moments decide: done at or before the due moment is kept, a millisecond later is "
                + "late; what is still open past its moment counts as late."),
        Words(
            "等待客户补充资料的时间按标准的规定暂停计时，其余时间都计入。",
            "The clock stands still only while the standard lets it, such as for papers "
                + "asked of the "
                + "customer; all other time counts."),
        Words(
            "达成率 = 按时件数 ÷（按时件数 + 超时件数）；括号内为威尔逊 95% 置信区间，案件越少区间越宽。",
            "Share kept = kept ÷ (kept + late). In brackets the Wilson 95% interval: the fewer the "
                + "cases, the wider it is."),
        Words(
            "各产品的数字按赔案所属产品归类；已结不足10件的只列区间。超期件数不因原因而减少，经认定非公司原因的在旁标出。",
            "Figures of a product are of its claims; under ten ended cases only the interval is "
                + "shown. Late is late whatever the cause; what was found to be caused outside "
                + "the company is marked beside it."),
        Words(
            "对自己案件的任何期限，客户都可以提出疑问，我们以该期限的计算过程答复，答复本身也有时限。",
            "A customer may question any deadline of their own case; we answer with the sum "
                + "behind it, and the answer has a deadline of its own."),
        Words(
            "中位数和九成用时按已办结案件的实际计时用量排序取值，不做平均。",
            "Median and P90 are taken from the ordered running times of ended cases; nothing is "
                + "averaged."),
    ]
}

/// Which clocks count: those that started from one moment until before another.
package struct PromisePeriod: Hashable, Sendable {
    package let from: Moment
    package let until: Moment

    package init(from: Moment, until: Moment) {
        self.from = from
        self.until = until
    }

    package static let always = PromisePeriod(
        from: Moment(milliseconds: 0), until: Moment(milliseconds: .max))
}

/// One case behind a figure.
package struct PromiseCase: Hashable, Sendable {
    package let number: String
    package let clock: ID<ClockRecord>
    package let startedAt: Moment
    package let dueAt: Moment
    package let stoppedAt: Moment?
    package let outcome: PromiseOutcome
    package let breach: String?
}

package enum PromiseOutcome: String, ChoiceValue {
    case kept, breached, running

    package var title: Words {
        switch self {
        case .kept: Words("按时", "Kept")
        case .breached: Words("超时", "Late")
        case .running: Words("办理中", "Running")
        }
    }
}
