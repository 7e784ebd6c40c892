import Insurance
import Kernel
import Testing

/// A crash between any two writes of a confirmation, then the same once more under its key.
@Suite struct PaymentCrashTests {
    @Test func `a payment is confirmed exactly once, wherever the attempts before broke off`()
        async throws
    {
        let box = Box()
        let house = try await House(seed: 12) { base in
            let faulty = CrashingDatabase(base)
            box.database = faulty
            return faulty
        }
        guard let faulty = box.database else { throw CrashingDatabase.Crash() }
        try await house.demo(customers: 10)
        let payment = try await sent(house)
        let clerks = try await OfficeRoster.load(house.database).holders(of: Post(.paymentClerk))
        guard let clerk = clerks.first else { throw CrashingDatabase.Crash() }
        let now = payment.orderedAt.adding(seconds: 30 * 86_400)
        func confirm() async throws -> Receipt {
            try await house.dispatcher.perform(
                ConfirmPayment.self,
                from: [
                    "payment": .string(payment.number), "reference": "BANK-CRASH",
                    "amount": .string(payment.amount.description),
                ], by: clerk.principal, Envelope(key: "confirm", now: now))
        }
        let vouchers = try await house.count("voucher")
        for index in 0..<40 {
            faulty.crash(at: index)
            await #expect(throws: CrashingDatabase.Crash.self) { _ = try await confirm() }
            #expect(try await house.count("voucher") == vouchers)
        }
        #expect(try await house.replay() == [])
        let first = try await confirm()
        #expect(try await confirm() == first)
        #expect(faulty.lastStatements < 40)
        #expect(try await house.count("voucher") == vouchers + 1)
        #expect(try await house.replay() == [])
        #expect(try await house.standing().faults == [])
    }

    private final class Box { var database: CrashingDatabase? }

    /// A payment on its way, made by a few days of office work.
    private func sent(_ house: House) async throws -> Payment {
        var options = house.week
        options.mistakes = 0
        for days in 3...30 {
            options.days = days
            options.from = Day(number: 20_112 + days * 40)
            _ = try await OfficeSimulation(house.dispatcher, options).run()
            let found: Loaded<Payment>? = try await house.database.read {
                try $0.loadFirst(where: "stage = 'sent'")
            }
            if let found { return found.state }
        }
        throw CrashingDatabase.Crash()
    }
}
