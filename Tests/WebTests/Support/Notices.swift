import Kernel

/// Bodies of a notice of loss.
enum Notices {
    static let path = "/api/v1/commands/claims.registerNotice"

    static let valid: JSON = [
        "channel": "phone", "policy": "P-1", "lossAt": "2025-06-01T08:00:00+08:00",
        "place": "北京市海淀区中关村大街1号", "cause": "other", "course": "停车时被追尾",
        "reporterName": "王小明", "reporterPhone": "13800138000",
    ]

    /// Of a loss before the tests' own present.
    static var early: JSON { with("lossAt", "2025-03-02T08:00:00+08:00") }

    static func with(_ name: String, _ value: JSON?) -> JSON {
        guard case .object(var object) = valid else { return valid }
        object[name] = value
        return .object(object)
    }
}
