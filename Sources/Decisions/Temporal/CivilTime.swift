internal import Foundation

/// What a time says of its zone (DMN 1.5 §10.3.2.3.5): an offset or the name of a region.
public enum TimeZoneMark: Sendable, Hashable {
    /// Seconds east of UTC; `Z` is 0.
    case offset(seconds: Int32)
    /// A name of the IANA time zone database, such as `Asia/Shanghai`.
    case region(String)

    /// XML Schema allows 14 hours.
    static let largestOffset: Int64 = 14 * 3600

    /// Nil when the time zone database has no such region.
    init?(region name: String) {
        guard name.first?.isLetter == true, TimeZone(identifier: name) != nil else { return nil }
        self = .region(name)
    }

    /// Seconds east of UTC at a local moment in seconds since 1970-01-01T00:00 of that place.
    func offset(atLocal seconds: Int64) -> Int64 {
        switch self {
        case .offset(let seconds): return Int64(seconds)
        case .region(let name):
            guard let zone = TimeZone(identifier: name) else { return 0 }
            // Beyond this the database says nothing new.
            let bounded = Double(max(-100_000_000_000, min(100_000_000_000, seconds)))
            let first = Double(zone.secondsFromGMT(for: Date(timeIntervalSince1970: bounded)))
            return Int64(
                zone.secondsFromGMT(for: Date(timeIntervalSince1970: bounded - first)))
        }
    }

    /// As `string()` writes it.
    var text: String {
        switch self {
        case .region(let name): return "@" + name
        case .offset(0): return "Z"
        case .offset(let seconds):
            let size = Int64(seconds.magnitude)
            let rest = size % 60 == 0 ? "" : ":" + twoDigits(size % 60)
            return (seconds < 0 ? "-" : "+") + twoDigits(size / 3600) + ":"
                + twoDigits(size / 60 % 60) + rest
        }
    }
}

/// A time of day, with or without a zone (DMN 1.5 §10.3.2.3.5).
public struct CivilTime: Sendable, Hashable {
    /// Nanoseconds since midnight, below 24 hours.
    public let nanoseconds: Int64
    /// The zone, where the time has one.
    public let zone: TimeZoneMark?

    static let day: Int64 = 86_400_000_000_000
    static let secondInNanoseconds: Int64 = 1_000_000_000

    init(nanoseconds: Int64, zone: TimeZoneMark?) {
        self.nanoseconds = nanoseconds
        self.zone = zone
    }

    /// Nil where a part is out of range; seconds go to 59.
    public init?(
        hour: Int64, minute: Int64, second: Int64, nanosecond: Int64 = 0, zone: TimeZoneMark?
    ) {
        guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second),
            (0..<Self.secondInNanoseconds).contains(nanosecond)
        else { return nil }
        nanoseconds =
            (hour * 3600 + minute * 60 + second) * Self.secondInNanoseconds + nanosecond
        self.zone = zone
    }

    /// The time of a lexical form such as `10:30:00`, `10:30:00.5Z` or `10:30:00@Asia/Shanghai`.
    public init?(_ text: Substring) {
        var scanner = TemporalScanner(text)
        guard let time = scanner.time(), scanner.isAtEnd else { return nil }
        self = time
    }

    /// 0...23.
    public var hour: Int64 { nanoseconds / (3600 * Self.secondInNanoseconds) }
    /// 0...59.
    public var minute: Int64 { nanoseconds / (60 * Self.secondInNanoseconds) % 60 }
    /// 0...59, without its fraction.
    public var second: Int64 { nanoseconds / Self.secondInNanoseconds % 60 }
    /// The fraction of the second.
    public var nanosecond: Int64 { nanoseconds % Self.secondInNanoseconds }

    /// Seconds east of UTC, on 1970-01-01 where the zone is a region; nil without a zone.
    var offset: Int64? { zone?.offset(atLocal: nanoseconds / Self.secondInNanoseconds) }

    /// Nanoseconds since midnight in UTC; not brought back into one day.
    var instant: Int64? {
        offset.map { nanoseconds - $0 * Self.secondInNanoseconds }
    }

    func adding(nanoseconds more: Int128) -> CivilTime {
        let day = Int128(Self.day)
        let rest = (Int128(nanoseconds) + more % day + day) % day
        return CivilTime(nanoseconds: Int64(rest), zone: zone)
    }
}

extension CivilTime: CustomStringConvertible {
    /// `10:30:00`, with a fraction and the zone where it has them.
    public var description: String {
        twoDigits(hour) + ":" + twoDigits(minute) + ":" + twoDigits(second)
            + fractionText(nanosecond) + (zone?.text ?? "")
    }
}

/// `.5` of 500,000,000 nanoseconds; empty for none.
func fractionText(_ nanosecond: Int64) -> String {
    guard nanosecond != 0 else { return "" }
    let digits = String(nanosecond)
    var padded = String(repeating: "0", count: max(0, 9 - digits.count)) + digits
    while padded.hasSuffix("0") { padded.removeLast() }
    return "." + padded
}
