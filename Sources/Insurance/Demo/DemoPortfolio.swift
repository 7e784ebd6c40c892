import Kernel

/// Customers and their policies. A customer has one or two policies, renewed every year, each
/// recorded by a clerk of the branch that keeps it.
struct DemoPortfolio: Sendable {
    let door: DemoDoor
    /// The first day of the office's work: what is sold is in force then.
    let start: Day
    let years: Int
    let clerks: [Principal]
    /// Staff numbers.
    let sellers: [String]

    struct Made: Sendable {
        var customers = 0
        var policies = 0
    }

    /// Records customers `first` to `last`, counted from 1.
    ///
    /// Customers come one after the other, because their numbers are drawn in the order in which
    /// commands arrive; the policies of a hundred customers, whose numbers are given, go side by
    /// side with chances of their own, so that group commit has work and the outcome stays the
    /// same.
    func record(_ first: Int, _ last: Int) async throws -> Made {
        var made = Made()
        for from in stride(from: first, through: last, by: 100) {
            var sales: [DemoSale] = []
            for index in from...min(from + 99, last) {
                sales += try await customer(index)
                made.customers += 1
            }
            made.policies += sales.count
            try await record(sales)
        }
        return made
    }

    private func customer(_ index: Int) async throws -> [DemoSale] {
        var chances = Chances(door.seed, "customer.\(index)")
        let person = DemoPerson(&chances)
        guard let clerk = chances.pick(clerks) else { return [] }
        let bought = start.adding(days: -Int(chances.between(1...364)) - 365 * (years - 1))
        let receipt = try await door.perform(
            RecordCustomer.self,
            [
                "name": .string(person.name), "phone": .string(person.phone),
                "identityNumber": .string(person.identityNumber),
                "address": .string(person.address), "source": .string("demo:\(index)"),
            ], by: clerk, at: DemoMoments.moment(bought, minute: 9 * 60 + index % 480))
        let number = receipt.text("number") ?? ""
        return (0..<(chances.chance(300) ? 2 : 1)).flatMap { which in
            sales(of: index, which, number, person.name, clerk, bought, &chances)
        }
    }

    private func sales(
        of index: Int, _ which: Int, _ customer: String, _ name: String, _ clerk: Principal,
        _ bought: Day, _ chances: inout Chances
    ) -> [DemoSale] {
        let product = DemoProduct.sold(&chances)
        let lapses = chances.chance(60)
        return (0..<(lapses ? years : years + 1)).map { year in
            let inception = bought.adding(days: 365 * year + 1)
            return DemoSale(
                number: "P\(inception.year)\(product.code)\(DemoSale.padded(index))\(which)",
                product: product.code, customer: customer, name: name, clerk: clerk,
                seller: sellers.isEmpty ? nil : sellers[index % sellers.count],
                inception: inception,
                recorded: DemoMoments.moment(
                    min(bought.adding(days: 365 * year), start.adding(days: -1)),
                    minute: 18 * 60 + index % 300))
        }
    }

    private func record(_ sales: [DemoSale]) async throws {
        for from in stride(from: 0, to: sales.count, by: 64) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for sale in sales[from..<min(from + 64, sales.count)] {
                    group.addTask { try await record(sale) }
                }
                try await group.waitForAll()
            }
        }
    }

    private func record(_ sale: DemoSale) async throws {
        try await SeededSource.$own.withValue(SeededSource(Chances(door.seed, sale.number))) {
            _ = try await door.perform(
                RecordPolicy.self, sale.fields, by: sale.clerk, at: sale.recorded)
        }
    }
}

/// One policy of one year.
struct DemoSale: Sendable {
    let number: String
    let product: String
    let customer: String
    let name: String
    let clerk: Principal
    let seller: String?
    let inception: Day
    let recorded: Moment

    var fields: JSON {
        var fields: JSON.Object = [
            "number": .string(number), "product": .string(product), "holderName": .string(name),
            "holder": .string(customer), "inception": .string(inception.description),
            "expiry": .string(inception.adding(days: 364).description),
        ]
        if let seller { fields["seller"] = .string(seller) }
        return .object(fields)
    }

    static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 7 - digits.count)) + digits
    }
}

/// Moments of the insurer's own time zone, which has had one offset since 1991.
enum DemoMoments {
    static func moment(_ day: Day, minute: Int) -> Moment {
        Moment(milliseconds: Int64(day.number) * 86_400_000 + Int64(minute) * 60_000)
            .adding(seconds: -8 * 3600)
    }
}
