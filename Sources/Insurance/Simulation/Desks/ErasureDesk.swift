import Kernel

/// A simulated office erases nobody: it declines, which leaves everything as it was.
struct ErasureDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        [
            Errand(
                who, "customers.declineErasure",
                ["customer": .string(file.card.number), "reason": "资料保存期限未满"])
        ]
    }
}
