import Kernel

/// Rules shared by all senders.
enum DeliveryKey {
    /// Whether a key can stand in a header: 1 to 200 visible ASCII characters.
    static func isUsable(_ key: String) -> Bool {
        (1...200).contains(key.utf8.count) && key.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    static let busy = DeliveryProblem(
        "delivery.busy",
        Words(
            "发送队列已满；系统会再试。", "Too many deliveries are waiting; it will be tried again."))
}
