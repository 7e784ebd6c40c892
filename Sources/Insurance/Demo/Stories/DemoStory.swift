import Kernel

/// 演示案件: one believable case, told through real commands before the office's first day.
///
/// A story is told once: its notice carries the source key `demo:story:NAME`. What it leaves open
/// the simulated office can work to the end.
protocol DemoStory: Sendable {
    /// Stable and unique, such as `rearEndCollision`.
    static var name: String { get }
    /// How many days before the office's first day it begins.
    static var beginsDaysBefore: Int { get }

    static func tell(_ teller: inout DemoTeller) async throws
}

enum DemoStories {
    /// In the order in which they begin; numbers are drawn in that order.
    static let all: [any DemoStory.Type] = [
        BurstPipe.self, TyphoonFall.self, RearEndCollision.self, TwoPayees.self,
        ReturnedTransfer.self, ChequeForHome.self, BankStatement.self, HomeBurglary.self,
        InjuredRider.self, SurveyedCollision.self, ReviewedRefusal.self, SettledLawsuit.self,
        SubrogatedCollision.self, SalvageSold.self, AdvanceForCrash.self, HomeFire.self,
        DisabilityBenefit.self, DoubtfulCollision.self, ExGratiaTheft.self,
        StraightThroughGlass.self, MedicalPapers.self, SeepageRefused.self, ReserveRaised.self,
        OneCrashTwoClaims.self,
        WhySoLong.self,
    ]

    /// Tells the stories that are not told yet. Returns how many are new.
    static func install(_ door: DemoDoor, start: Day) async throws -> Int {
        var told = 0
        for story in all {
            let source = "demo:story:\(story.name)"
            let known = try await door.dispatcher.database.read { reader in
                let notice: Loaded<Notice>? = try reader.loadFirst(where: "source = \(source)")
                return notice != nil
            }
            if known { continue }
            var teller = try await DemoTeller(
                door, source: source, day: start.adding(days: -story.beginsDaysBefore))
            try await story.tell(&teller)
            told += 1
        }
        return told
    }
}

/// Performs the commands of a story: by whom, and when, moving forward only.
struct DemoTeller: Sendable {
    let door: DemoDoor
    /// What the story's notice carries as its source.
    let source: String
    private(set) var now: Moment
    private let roster: OfficeRoster

    init(_ door: DemoDoor, source: String, day: Day) async throws {
        self.door = door
        self.source = source
        now = DemoMoments.moment(day, minute: 9 * 60)
        roster = try await OfficeRoster.load(door.dispatcher.database)
    }

    /// The insurer's own day of the story's present moment.
    var today: Day { now.officeDay }

    /// Lets time pass. Work is done between 9 and 17; a story keeps to that by itself.
    mutating func wait(days: Int = 0, minutes: Int = 0) {
        now = now.adding(seconds: Int64(days) * 86_400 + Int64(minutes) * 60)
    }

    /// Performs the command `name` as the first holder of `post` that is not among `others`, ten
    /// minutes later.
    @discardableResult
    mutating func act(
        _ post: PostWords.Post, _ name: String, _ fields: JSON, not others: Set<String> = []
    ) async throws -> Receipt {
        wait(minutes: 10)
        let member = roster.holders(of: Post(post)).first { !others.contains($0.number) }
        guard let member else { throw Refusal.noSuch(StaffRecord.title) }
        return try await perform(name, fields, member.principal)
    }

    /// The same as the member of the staff with this number, who must be the one.
    @discardableResult
    mutating func actAs(_ number: String, _ name: String, _ fields: JSON) async throws -> Receipt {
        wait(minutes: 10)
        guard let member = roster.members.first(where: { $0.number == number })
        else { throw Refusal.noSuch(StaffRecord.title) }
        return try await perform(name, fields, member.principal)
    }

    /// What the published rules do when nobody is asked.
    @discardableResult
    mutating func actAsRules(_ name: String, _ fields: JSON) async throws -> Receipt {
        wait(minutes: 1)
        return try await perform(name, fields, .system("adjudication"))
    }

    private func perform(
        _ name: String, _ fields: JSON, _ principal: Principal
    ) async throws -> Receipt {
        guard let command = Insurer.commands[name] else {
            throw Refusal.noSuch(Words("命令", "command"))
        }
        do {
            return try await command.perform(
                door.dispatcher, fields, principal, Envelope(now: now))
        } catch let refusal as Refusal {
            throw DemoFailure(command: name, refusal)
        }
    }

    /// Who acts for a post: its first holder.
    func holder(of post: PostWords.Post) -> OfficeMember? {
        roster.holders(of: Post(post)).first
    }

    /// A policy of the demo's customers under `product` that is in force today.
    func policyInForce(_ product: String, skipping: Int = 0) async throws -> String {
        let day = today
        return try await door.dispatcher.database.read { reader in
            let row = try reader.rows(
                """
                SELECT number FROM policy WHERE product = \(product)
                    AND inception <= \(day.description) AND expiry >= \(day.description)
                ORDER BY number LIMIT 1 OFFSET \(skipping)
                """
            ).first
            guard let row else { throw Refusal.noSuch(Policy.title) }
            return try row.text("number")
        }
    }
}
