package import Kernel

/// A share of cases with how far it can be trusted: the Wilson score interval (Wilson 1927),
/// which stays within 0 and 1 and is honest about few cases.
package struct PromiseShare: Hashable, Sendable {
    package let kept: Int64
    package let ended: Int64
    /// Permille, rounded to the nearest.
    package let permille: Int64
    /// The 95 % interval in permille, rounded outwards.
    package let low: Int64
    package let high: Int64

    /// `nil` when nothing has ended.
    package init?(kept: Int64, of ended: Int64) {
        guard ended > 0, kept >= 0, kept <= ended else { return nil }
        self.kept = kept
        self.ended = ended
        let (share, count) = (Double(kept) / Double(ended), Double(ended))
        // The 97.5 % point of the standard normal distribution, squared.
        let square = 1.959_963_984_540_054 * 1.959_963_984_540_054
        let middle = (share + square / (2 * count)) / (1 + square / count)
        let spread =
            (square * (share * (1 - share) / count + square / (4 * count * count))).squareRoot()
            / (1 + square / count)
        permille = Int64((share * 1000).rounded())
        low = kept == 0 ? 0 : Int64((max(0, middle - spread) * 1000).rounded(.down))
        high = kept == ended ? 1000 : Int64((min(1, middle + spread) * 1000).rounded(.up))
    }

    /// `97.5%（95% 区间 91.3%–99.3%，按 80 件计）`.
    package var words: Words {
        let (share, from, to) = (Self.text(permille), Self.text(low), Self.text(high))
        return Words(
            "\(share)（95% 区间 \(from)–\(to)，按已结 \(ended) 件计）",
            "\(share) (95% interval \(from)–\(to), of \(ended) ended)")
    }

    /// `95% 区间 20.7%–100.0%，已结 1 件`: what few cases say, without a share that would mislead.
    package var interval: Words {
        let (from, to) = (Self.text(low), Self.text(high))
        return Words(
            "95% 区间 \(from)–\(to)，按已结 \(ended) 件计",
            "95% interval \(from)–\(to), of \(ended) ended")
    }

    private static func text(_ permille: Int64) -> String { "\(permille / 10).\(permille % 10)%" }
}
