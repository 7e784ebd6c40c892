package import Kernel

/// Records a customer. Under the same source key a second time nothing is added.
package struct RecordCustomer: Command {
    package static let statement = CommandStatement<RecordCustomer>(
        "customers.record", Words("登记客户", "Record a customer"),
        Words("登记客户基本信息；全部个人信息加密保存", "Record a customer; every personal value is sealed"),
        duties: ["2.3.3a"], by: .held(by: .serviceAgent, .registrationClerk),
        numbers: [.customer],
        fields: [
            Field(
                "name", \.name, Words("姓名", "Name"),
                PersonalRule(.name, of: "customer", max: 80, searchable: true)),
            Field(
                "phone", optional: \.phone, Words("电话", "Phone"),
                PersonalRule(.phone, of: "customer", max: 30, searchable: true)),
            Field(
                "identityNumber", optional: \.identityNumber,
                Words("证件号码", "Identity number"),
                PersonalRule(.identityNumber, of: "customer", max: 40, searchable: true)),
            Field(
                "address", optional: \.address, Words("地址", "Address"),
                PersonalRule(.address, of: "customer", max: 200)),
            Field("source", optional: \.source, Words("来源标识", "Source key"), .line(120)),
        ])

    package var name = Personal()
    package var phone: Personal?
    package var identityNumber: Personal?
    package var address: Personal?
    package var source: String?

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<Customer>? {
        guard let source else { return nil }
        return try transaction.loadFirst(where: "source = \(source)")
    }

    package func decide(
        _ known: Loaded<Customer>?, _ context: Context
    ) throws(Refusal) -> Decision {
        if let known { throw .alreadyRecorded(Customer.title, known.number) }
        guard let name = name.sealed else { throw .nameMissing }
        let customer = Customer(
            id: context.id("customer"), number: context.number(.customer), person: name.person,
            name: name, phone: phone?.sealed, identityNumber: identityNumber?.sealed,
            address: address?.sealed, source: source)
        var decision = Decision()
        decision.open(Customer.self, .recorded(customer))
        decision.reply = ["number": .string(customer.number)]
        return decision
    }
}

extension NumberSeries {
    package static let customer = NumberSeries("CUS")
}

extension Refusal {
    /// What an import meets when it runs again: nothing is added, and the number is told.
    package static func alreadyRecorded(_ what: Words, _ number: String) -> Refusal {
        Refusal(
            .conflict, "record.exists",
            Words("该\(what.zh)已登记：\(number)", "this \(what.en) is already recorded: \(number)"))
    }

    static let nameMissing = Refusal(
        .invalid, "customers.nameMissing", Words("请填写姓名", "give the name"))
}
