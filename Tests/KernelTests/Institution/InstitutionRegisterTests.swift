import Kernel
import Testing

struct InstitutionRegisterTests {
    private let what = Words("说明", "What it does")

    private func duty(_ id: DutyID) -> Duty {
        Duty(id, Words("职责\(id)", "Duty \(id)"), Words("须做到。", "It is done."))
    }

    private func article(
        _ id: ArticleID, _ kinds: Set<ControlKind>, _ duties: [DutyID]
    ) -> Article {
        Article(id, Words("条", "Article"), kinds, duties.map(duty))
    }

    private func article(_ id: ArticleID, _ duties: [DutyID]) -> Article {
        article(id, [.enforce], duties)
    }

    private func institution(_ articles: [Article]) -> Institution {
        Institution([Chapter(1, Words("总则", "General"), articles)])
    }

    private var small: Institution {
        institution([
            article("1.1", [.evidence], ["1.1"]),
            article("1.2", [.enforce, .drive], ["1.2a", "1.2b"]),
        ])
    }

    private func control(
        _ id: String, _ kind: ControlKind = .enforce, _ duties: [DutyID] = ["1.2a"]
    ) -> Control {
        Control(id, kind, keeps: duties, what)
    }

    @Test func `a well written institution has no faults`() {
        #expect(small.faults.isEmpty)
        #expect(small.duties.map(\.id) == ["1.1", "1.2a", "1.2b"])
        #expect(small.article(of: "1.2b")?.id == "1.2")
        #expect(small.duty("1.2c") == nil)
    }

    @Test func `what is misplaced in the text is named`() {
        #expect(
            institution([article("1.2", ["1.2"]), article("1.1", ["1.1"])]).faults
                == [.articleMisplaced("1.1")])
        #expect(institution([article("2.1", ["2.1"])]).faults == [.articleMisplaced("2.1")])
        #expect(
            institution([article("1.1", ["1.1a", "1.1c"])]).faults == [.dutyMisplaced("1.1c")])
        #expect(
            institution([article("1.1", ["1.1a", "1.2b"])]).faults == [.dutyMisplaced("1.2b")])
        #expect(institution([article("1.1", ["1.1a"])]).faults == [.dutyMisplaced("1.1a")])
        #expect(institution([article("1.1", [])]).faults == [.dutiesMissing("1.1")])
        #expect(institution([article("1.1", [], ["1.1"])]).faults == [.kindsMissing("1.1")])
        let chapter = Chapter(1, Words("章", "Chapter"), [])
        #expect(Institution([chapter, chapter]).faults == [.chaptersOutOfOrder])
    }

    @Test func `a faulty institution gets no register`() {
        #expect(throws: InstitutionFault.dutiesMissing("1.1")) {
            try InstitutionRegister(institution([article("1.1", [])]))
        }
    }

    @Test func `a control that names an unknown duty leaves nothing behind`() throws {
        var register = try InstitutionRegister(small)
        #expect(throws: InstitutionFault.dutyUnknown("1.2c", control: "a.b")) {
            try register.register(control("a.b", .enforce, ["1.2a", "1.2c"]))
        }
        #expect(register.controls.isEmpty)
        #expect(register.controls(of: "1.2a").isEmpty)
        try register.register(control("a.b"))
        #expect(register.controls(of: "1.2a").map(\.id) == ["a.b"])
    }

    @Test func `two controls cannot share an id`() throws {
        #expect(throws: InstitutionFault.controlRepeated("a.b")) {
            try InstitutionRegister(
                small, controls: [control("a.b"), control("a.b", .drive, ["1.2b"])])
        }
    }

    @Test func `a control keeps at least one duty and each only once`() {
        #expect(throws: InstitutionFault.controlIdle("a.b")) {
            try InstitutionRegister(small, controls: [control("a.b", .enforce, [])])
        }
        #expect(throws: InstitutionFault.dutyRepeated("1.1", control: "a.b")) {
            try InstitutionRegister(small, controls: [control("a.b", .enforce, ["1.1", "1.1"])])
        }
    }

    @Test(arguments: ["", "a b", "理赔", "a/b", String(repeating: "a", count: 101)])
    func `an id that no address could carry is refused`(id: String) {
        #expect(throws: InstitutionFault.controlMalformed(id)) {
            try InstitutionRegister(small, controls: [control(id)])
        }
    }

    @Test func `each kind that the article asks for must be there for every duty`() throws {
        var register = try InstitutionRegister(small)
        #expect(register.missingKinds(of: "1.2a") == [.enforce, .drive])
        try register.register(control("refuse", .enforce, ["1.2a", "1.2b"]))
        try register.register(control("show", .evidence, ["1.2a"]))
        #expect(register.missingKinds(of: "1.2a") == [.drive])
        try register.register(control("clock", .drive, ["1.2a"]))
        #expect(register.missingKinds(of: "1.2a").isEmpty)
        #expect(register.missingKinds(of: "1.2b") == [.drive])
        #expect(register.missingKinds(of: "1.1") == [.evidence])
        #expect(register.controls(of: "1.2a", .evidence).map(\.id) == ["show"])
    }

    @Test func `every fault says in both languages what it is about`() {
        let faults: [InstitutionFault] = [
            .articleMisplaced("1.9"), .kindsMissing("1.9"), .dutiesMissing("1.9"),
            .dutyMisplaced("1.9"), .controlMalformed("1.9"), .controlRepeated("1.9"),
            .controlIdle("1.9"), .dutyUnknown("1.9", control: "x"),
            .dutyRepeated("1.9", control: "x"),
        ]
        for fault in faults {
            #expect(fault.message.zh.contains("1.9") && fault.message.en.contains("1.9"))
        }
        #expect(Set(faults.map(\.message)).count == faults.count)
    }
}
