import Kernel
import Testing

struct StandardCommandTests {
    private static let setter = Principal(.staff(ID(at: Moment(milliseconds: 1), random: (1, 1))))
    private static let second = Principal(.staff(ID(at: Moment(milliseconds: 1), random: (2, 2))))

    private func context(_ principal: Principal) -> Context {
        Context(
            principal, at: Moment(milliseconds: 1_750_000_000_000),
            seed: [UInt8](repeating: 3, count: 32))
    }

    private func standard(
        edition: Int64 = 1, certainty: Certainty = .company, isPublic: Bool = true
    ) -> Standard {
        Standard(
            id: ID(at: Moment(milliseconds: 1), random: (9, 9)), metric: "claims.payment",
            scope: "*", edition: edition, term: .calendarDays(10), warnings: [70],
            pauseLimit: nil, source: Words("法", "law"), certainty: certainty,
            isPublic: isPublic, setBy: Self.setter.text)
    }

    private func calendar(_ holidays: [PublishCalendar.Holiday] = []) -> PublishCalendar {
        var command = PublishCalendar()
        command.name = "office"
        command.zone = "Asia/Shanghai"
        command.week = [.init(1, 540, 720), .init(1, 780, 1020), .init(2, 540, 1020)]
        command.holidays = holidays
        return command
    }

    @Test func `a published calendar is the next edition and says which years it knows`() throws {
        let decision = try calendar([
            .init(date: "2026-01-01", kind: "off", name: "元旦"),
            .init(date: "2026-01-04", kind: "work", name: "元旦"),
            .init(date: "2027-01-01", kind: "off", name: "元旦"),
        ]).decide(4, context(Self.setter))
        #expect(decision.reply["edition"] == .integer(5))
        #expect(decision.reply["years"] == .array([.integer(2026), .integer(2027)]))
        #expect(decision.changes.count == 1)
    }

    @Test func `rows of days off that cannot be read are refused by their place`() {
        let command = calendar([
            .init(date: "2026-01-01", kind: "off", name: "元旦"),
            .init(date: "2026-01-01", kind: "off", name: "元旦"),
            .init(date: "1 January", kind: "off", name: "元旦"),
        ])
        let refusal = #expect(throws: Refusal.self) {
            try command.decide(0, context(Self.setter))
        }
        #expect(refusal?.id == "calendar.holidaysRefused")
        #expect(refusal?.fields.map(\.name) == ["holidays[1]", "holidays[2]"])
    }

    @Test func `a calendar that overlaps itself or knows no zone is refused`() {
        var overlapping = calendar()
        overlapping.week.append(.init(1, 700, 800))
        var nowhere = calendar()
        nowhere.zone = "Asia/Nowhere"
        for command in [overlapping, nowhere] {
            let refusal = #expect(throws: Refusal.self) {
                try command.decide(0, context(Self.setter))
            }
            #expect(refusal?.id == "calendar.faulty")
        }
    }

    @Test func `a standard is set as the next edition by the one who sets it`() throws {
        var command = SetStandard()
        command.metric = "claims.payment"
        command.warnings = [90, 70, 70]
        let decision = try command.decide(2, context(Self.setter))
        #expect(decision.reply["edition"] == .integer(3))
        command.scope = "line motor"
        let refusal = #expect(throws: Refusal.self) {
            try command.decide(0, context(Self.setter))
        }
        #expect(refusal?.id == "standards.names")
    }

    @Test func `only somebody else confirms, once, and only the newest edition`() throws {
        let command = ConfirmStandard()
        let loaded = Loaded(standard(), version: 1)
        let facts = ConfirmStandard.Facts(standard: loaded, newest: 1)
        #expect(try command.decide(facts, context(Self.second)).changes.count == 1)
        func refused(_ facts: ConfirmStandard.Facts, _ who: Principal) -> String? {
            #expect(throws: Refusal.self) { try command.decide(facts, context(who)) }?.id
        }
        #expect(refused(facts, Self.setter) == "standards.own")
        #expect(refused(.init(standard: loaded, newest: 2), Self.second) == "standards.replaced")
        var confirmed = standard()
        confirmed.apply(.confirmed(by: "staff:x", document: "d", at: Moment(milliseconds: 2)))
        let again = ConfirmStandard.Facts(standard: Loaded(confirmed, version: 2), newest: 1)
        #expect(refused(again, Self.second) == "standards.confirmed")
    }

    @Test func `customers see an uncertain figure only after it is confirmed`() {
        var uncertain = standard(certainty: .unconfirmed)
        #expect(!uncertain.isShown)
        uncertain.apply(.confirmed(by: "staff:x", document: "d", at: Moment(milliseconds: 2)))
        #expect(uncertain.isShown)
        #expect(standard().isShown)
        #expect(!standard(isPublic: false).isShown)
    }

    @Test(arguments: [("09:00", 540), ("24:00", 1440), ("00:00", 0)])
    func `a time of day is written with two digits each`(_ text: String, _ minute: Int) throws {
        let time = try #require(MinuteOfDay(text))
        #expect(time.minute == minute && time.text == text)
    }

    @Test(arguments: ["9:00", "24:01", "12:60", "１２:00", "-1:00", "", "12:000"])
    func `other times of day are refused`(_ text: String) {
        #expect(MinuteOfDay(text) == nil)
    }
}
