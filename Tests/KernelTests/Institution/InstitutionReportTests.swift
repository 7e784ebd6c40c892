import Kernel
import Testing

struct InstitutionReportTests {
    private static let institution = Institution([
        Chapter(
            4, Words("理赔", "Claims"),
            [
                Article(
                    "4.2.1", Words("报案受理", "Notification"), [.enforce, .drive],
                    [
                        Duty("4.2.1a", Words("渠道", "Channels"), Words("畅通。", "Open.")),
                        Duty("4.2.1b", Words("详细记录", "Record"), Words("记录。", "Kept.")),
                    ]),
                Article(
                    "4.4.3", Words("培训", "Training"), [.evidence],
                    whole: Words("培训。", "Trained.")),
            ])
    ])

    private static let chinese = """
        条款    职责      要求        缺  证据  违反  状态      控制
        ------  --------  ----------  --  ----  ----  --------  ------------------------------

        4 理赔
        4.2.1a  渠道      强制、驱动         0     0  尚无记录  claims.registerNotice (强制 0)
                                                                work.claims.desk (驱动 0)
        4.2.1b  详细记录  强制、驱动        12     0  履行      claims.registerNotice (强制 0)
                                                                work.claims.desk (驱动 12)
        4.4.3   培训      留证               0     0  尚无记录  record.training (留证 0)

        1 章，2 条，3 项职责：缺少控制 0，有违反 0，尚无记录 2，履行 1。

        """

    private func register(_ controls: [Control]) throws -> InstitutionRegister {
        try InstitutionRegister(Self.institution, controls: controls)
    }

    private var complete: [Control] {
        let what = Words("说明", "What")
        return [
            Control("claims.registerNotice", .enforce, keeps: ["4.2.1a", "4.2.1b"], what),
            Control("work.claims.desk", .drive, keeps: ["4.2.1a", "4.2.1b"], what),
            Control("record.training", .evidence, keeps: ["4.4.3"], what),
        ]
    }

    @Test func `a duty with all kinds is quiet, then kept, then broken`() throws {
        let register = try register(complete)
        var evidence = InstitutionEvidence()
        #expect(register.report(evidence).rows.map(\.standing) == [.quiet, .quiet, .quiet])
        evidence.counts[Keeping("claims.registerNotice", "4.2.1a")] = 120
        #expect(register.report(evidence).rows.map(\.standing) == [.kept, .quiet, .quiet])
        evidence.breaches["4.2.1a"] = 1
        let report = register.report(evidence)
        #expect(report.rows.map(\.standing) == [.broken, .quiet, .quiet])
        #expect(report.rows.map(\.isKept) == [false, true, true])
        #expect(report.count(.quiet) == 2)
    }

    @Test func `a duty without one of the kinds is never kept, whatever the evidence`() throws {
        let evidence = InstitutionEvidence(
            counts: [Keeping("claims.registerNotice", "4.2.1a"): 5])
        let row = try register([complete[0]]).report(evidence).rows[0]
        #expect(row.standing == .uncovered)
        #expect(!row.isKept)
        #expect(row.missing == [.drive])
    }

    @Test func `evidence of a control that is gone still counts for its duty`() throws {
        let evidence = InstitutionEvidence(counts: [
            Keeping("work.claims.desk", "4.2.1b"): 2, Keeping("work.retired", "4.2.1b"): 3,
        ])
        let row = try register(complete).report(evidence).rows[1]
        #expect(row.evidence == 5)
        #expect(row.lines.map(\.evidence) == [0, 2])
    }

    @Test func `what names no duty of this institution is counted apart`() throws {
        let evidence = InstitutionEvidence(
            counts: [Keeping("x", "9.9a"): 4, Keeping("x", "4.4.3"): 1], breaches: ["9.9a": 3])
        let report = try register(complete).report(evidence)
        #expect(report.unplaced == 7)
        #expect(report.table(in: .en).contains("7 records name duties"))
    }

    @Test func `counts out of range do not stop the report`() throws {
        let evidence = InstitutionEvidence(
            counts: [
                Keeping("work.claims.desk", "4.2.1a"): .max,
                Keeping("claims.registerNotice", "4.2.1a"): .max,
                Keeping("record.training", "4.4.3"): -8,
            ], breaches: ["4.4.3": -1])
        let rows = try register(complete).report(evidence).rows
        #expect(rows[0].evidence == .max)
        #expect(rows[2].evidence == 0 && rows[2].breaches == 0)
    }

    @Test func `the JSON has the agreed shape`() throws {
        let report = try register([complete[0]]).report(
            InstitutionEvidence(
                counts: [Keeping("claims.registerNotice", "4.2.1a"): 120],
                breaches: ["4.2.1a": 2]))
        guard case .object(let root) = report.json, case .array(let duties)? = root["duties"] else {
            Issue.record("no object with duties")
            return
        }
        #expect(duties.count == 3)
        #expect(
            duties.first == [
                "id": "4.2.1a", "title": ["zh": "渠道", "en": "Channels"],
                "controls": ["claims.registerNotice"], "evidence": 120, "refused": 120,
                "driven": 0, "breaches": 2,
                "required": ["enforce", "drive"], "missing": ["drive"],
                "standing": "uncovered", "kept": false,
            ])
    }

    @Test func `the table reads the same way in both languages`() throws {
        let report = try register(complete).report(
            InstitutionEvidence(counts: [Keeping("work.claims.desk", "4.2.1b"): 12]))
        #expect(report.table(in: .zh) == Self.chinese)
        let english = report.table(in: .en)
        #expect(english.contains("4.2.1b  Record    Enforced, Driven"))
        #expect(
            english.hasSuffix(
                "2 articles, 3 duties: not covered 0, broken 0, no record 2, kept 1.\n"))
    }
}
