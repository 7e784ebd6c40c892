import Delivery
import Foundation
import Kernel
import TestSupport
import Testing

@testable import Insurance

/// The files of the folder `data` beside the checkout; each test says which one is absent.
struct RealFileTests {
    private static func path(_ name: String) -> String? {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let path = root.appendingPathComponent("../shared/data/\(name)").standardized.path
        if FileManager.default.fileExists(atPath: path) { return path }
        print("1 data file is absent, so its test asserts nothing: ../shared/data/\(name)")
        return nil
    }

    /// Imports the rows of a file that `takes` (all when absent).
    private func run(
        _ name: String, _ path: String, _ world: World, takes: ([String]) -> Bool = { _ in true }
    ) async throws -> (report: ImportReport, refused: [RefusedRow]) {
        let mapping = try #require(try Imports.mapping(named: name, Insurer.commands))
        var reader = try CSVReader(path: path)
        guard case .record(let first)? = try reader.next() else { throw NoHeader() }
        var refused: [RefusedRow] = []
        let run = try ImportRun(
            mapping, header: CSVHeader(first).names, dispatcher: world.dispatcher)
        let report = try await run.run(
            next: {
                while let item = try reader.next() {
                    guard case .record(let record) = item else { continue }
                    if takes(record.fields) {
                        return .record(ImportRecord(line: record.line, fields: record.fields))
                    }
                }
                return nil
            }, refused: { refused.append($0) })
        return (report, refused)
    }

    private struct NoHeader: Error {}

    private func sum(_ column: String, _ condition: SQL, _ world: World) async throws -> Int64 {
        try await world.database.read { reader in
            try reader.row(
                """
                SELECT COALESCE(SUM(\(name: column)), 0) AS total, COUNT(*) AS found
                FROM claim WHERE \(part: condition)
                """)?.integer("total") ?? 0
        }
    }

    @Test func `the 800 motor claims arrive with what is odd about them`() async throws {
        guard let path = Self.path("auto_claims_open.csv") else { return }
        let world = try await World(runTwice: false)
        try await installStandards(world)
        let first = try await run("auto-claims", path, world)
        #expect(first.refused == [])
        #expect(first.report.rows == 800)
        #expect(first.report.added == ["policy": 800, "notice": 800, "claim": 800])
        #expect(first.report.ignored.contains { $0.column == "_c39" })
        #expect(first.report.unknown.isEmpty)
        #expect(
            first.report.flags == [
                "limit.negative": 1, "loss.beforeInception": 1, "property_damage.unknown": 285,
                "police_report_available.unknown": 277,
            ])
        #expect(first.report.nothings["collision_type"] == [.notApplicable: 136])
        #expect(first.report.nothings["authorities_contacted"] == [Nothing.none: 68])
        #expect(try await sum("reserve_minor", "currency = 'USD'", world) == 4_285_160_000)
        try await expectOddities(world)

        let second = try await run("auto-claims", path, world)
        #expect(second.report.changedNothing)
        #expect(second.report.alreadyThere == ["policy": 800, "notice": 800, "claim": 800])
        #expect(try await world.count("claim") == 800)
    }

    private func expectOddities(_ world: World) async throws {
        let odd: Policy = try await world.load("AUTO-526039")
        #expect(odd.remarks.contains("limit.negative"))
        #expect(!odd.overrides.contains { $0.code == "umbrella" })
        let early: Policy = try await world.load("AUTO-794731")
        #expect(early.inception.description == "2025-02-22")
        let findings = try await world.database.read { reader in
            try reader.loadAll(Notice.self, where: "stage = 'registered' LIMIT 1000").map(\.state)
        }
        #expect(findings.count == 800)
        #expect(findings.filter { $0.policyFinding != .inForce }.map(\.policy) == ["AUTO-794731"])
        let notice = try #require(findings.first { $0.policy == "AUTO-794731" })
        #expect(notice.policyFinding == .outsidePeriod)
        #expect(notice.remarks.contains("incident_date=2015-02-02"))
        #expect(notice.remarks.contains("loss.beforeInception"))
        #expect(notice.lossDay.description == "2025-02-02")
        let claims = try await world.database.read { reader in
            try reader.loadAll(Claim.self, where: "policy = 'AUTO-137675' LIMIT 2").map(\.state)
        }
        let claim = try #require(claims.first)
        #expect(claim.claimedItems.map(\.claimed.minor) == [1_330_000, 665_000, 5_985_000])
        #expect(claim.coverage("injury")?.limit.minor == 30_000_000)
        #expect(claim.coverage("vehicle")?.deductible.minor == 200_000)
    }

    @Test func `a slice of the European policies with all their claims adds up`() async throws {
        guard let policies = Self.path("motor_policies_pg17.csv.gz"),
            let claims = Self.path("motor_claims_pg17.csv.gz")
        else { return }
        let world = try await World(at: Moment(milliseconds: 1_767_225_600_000), runTwice: false)
        try await installStandards(world)
        let chosen = try Self.slice(claims, 1_000)
        let policyRun = try await run("pg17-policies", policies, world) {
            chosen.keys.contains("\($0[0])-\($0[1])")
        }
        #expect(policyRun.refused == [])
        #expect(policyRun.report.added == ["policy": chosen.keys.count])
        let claimRun = try await run("pg17-claims", claims, world) {
            chosen.keys.contains("\($0[0])-\($0[1])")
        }
        #expect(claimRun.refused == [])
        #expect(claimRun.report.added["claim"] == chosen.claims)
        #expect(claimRun.report.added["recovery"] == chosen.recoveries)
        #expect(try await sum("reserve_minor", "currency = 'EUR'", world) == chosen.positive)
        #expect(try await sum("recovered_minor", "currency = 'EUR'", world) == chosen.negative)
        let again = try await run("pg17-claims", claims, world) {
            chosen.keys.contains("\($0[0])-\($0[1])")
        }
        #expect(again.report.changedNothing)
        #expect(try await sum("recovered_minor", "currency = 'EUR'", world) == chosen.negative)
    }

    /// What the claims of the first vehicles amount to, reckoned apart from the import.
    private struct Slice {
        var keys: Set<String> = []
        var claims = 0
        var recoveries = 0
        var positive: Int64 = 0
        var negative: Int64 = 0
    }

    private static func slice(_ path: String, _ vehicles: Int) throws -> Slice {
        var slice = Slice()
        try eachClaim(path) { key, minor in
            if slice.keys.count < vehicles { slice.keys.insert(key) }
            guard slice.keys.contains(key) else { return }
            slice.claims += 1
            if minor < 0 { slice.recoveries += 1 }
            slice.positive += max(minor, 0)
            slice.negative += max(-minor, 0)
        }
        return slice
    }

    private static func eachClaim(_ path: String, _ body: (String, Int64) -> Void) throws {
        var reader = try CSVReader(path: path)
        _ = try reader.next()
        while case .record(let record)? = try reader.next() {
            let amount = try #require(Money(record.fields[5]))
            body("\(record.fields[0])-\(record.fields[1])", amount.minor)
        }
    }

    @Test func `the European claims file is read to its known sums`() throws {
        guard let path = Self.path("motor_claims_pg17.csv.gz") else { return }
        let mapping = try #require(try Imports.mapping(named: "pg17-claims", Insurer.commands))
        var reader = try CSVReader(path: path)
        guard case .record(let first)? = try reader.next() else { return }
        let layout = try mapping.layout(CSVHeader(first).names).0
        var (positive, zero, negative) = (0, 0, 0)
        var (net, recovered) = (Int64(0), Int64(0))
        var keys: Set<String> = []
        while case .record(let record)? = try reader.next() {
            let row = try ImportRow(
                ImportRecord(line: record.line, fields: record.fields), mapping, layout)
            guard case .money(let amount)? = row.value("claim_amount") else { continue }
            keys.insert(row.key)
            net += amount.minor
            switch amount.minor.signum() {
            case 1: positive += 1
            case 0: zero += 1
            default:
                negative += 1
                recovered -= amount.minor
            }
        }
        #expect(keys.count == 14_243)
        #expect((positive, zero, negative) == (12_391, 589, 1_263))
        #expect(net == 1_172_460_837)
        #expect(recovered == 64_550_963)
    }
}
