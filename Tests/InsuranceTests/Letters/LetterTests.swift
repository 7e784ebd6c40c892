import TestSupport
import Testing

@testable import Insurance
@testable import Kernel

/// Letters: what a template must say, what a letter says, and how it is kept.
struct LetterTests {
    @Test(arguments: LetterKind.allCases)
    func `every shipped text says what its kind must, in both languages`(kind: LetterKind) throws {
        let text = ShippedLetters.text(kind)
        for one in [text.zh, text.en] {
            let slots = try #require(LetterText.slots(in: one))
            #expect(kind.required.isSubset(of: slots) && slots.isSubset(of: kind.allowed))
            #expect(one.utf8.count < LetterText.largest)
        }
        #expect(text.en.unicodeScalars.allSatisfy { $0.isASCII })
        expectBothLanguages(kind.title)
    }

    @Test func `a fact never opens a slot or an item of its own`() {
        let text = "{{reasons}} {{recipient}}\n- {{terms}}"
        let filled = LetterText.filled(
            text, ["reasons": "see {{recipient}}\n# not a heading", "terms": "one\ntwo"])
        #expect(
            filled == "see { {recipient} } # not a heading {{recipient}}\n- one\n- two")
        #expect(LetterText.slots(in: filled) == ["recipient"])
    }

    @Test func `headings, items and paragraphs are told apart`() {
        #expect(
            LetterText.blocks("# A\nfirst\nline\n\n- x\n- y\nend") == [
                .heading("A"), .paragraph("first line"), .items(["x", "y"]), .paragraph("end"),
            ])
    }

    @Test(arguments: ["{{open", "{{}}", "{{a b}}", "{{一}}"])
    func `braces that are no slot are found`(text: String) {
        #expect(LetterText.slots(in: text) == nil)
    }

    @Test func `the refusal is a letter with its reasons, terms and ways of appeal`() throws
    {
        var stage = try Scene.denied.stage
        var command = DeliverRefusal()
        (command.means, command.evidence) = (.registeredMail, "XA1 CN")
        let decision = try stage.act(command, by: .wang)
        let letter = try #require(stage.letters.last { $0.kind == .refusal })
        for part in ["coverage", "§ 5", "向本公司申请复核", "仲裁或诉讼", "CLM-2025-"] {
            #expect(letter.text.zh.contains(part), "\(part)")
        }
        #expect(letter.text.en.contains("A review by us") && letter.text.en.contains("§ 5"))
        #expect(letter.text.zh.contains("{{recipient}}"))
        #expect(letter.deliveries.map(\.means) == [.registeredMail])
        #expect(letter.sha256 == Letter.digest(letter.text) && letter.edition == 0)
        #expect(decision.messages.first?.values["letter"]?.text == letter.number)
        #expect(letter.stream == stage.claim?.state.stream)
    }

    @Test func `a decision to pay goes out with its amount, reasons and terms`() throws {
        let stage = try Scene.approved.stage
        let letter = try #require(stage.letters.last { $0.kind == .decision })
        #expect(letter.text.zh.contains("7500.00 CNY") && letter.text.zh.contains("papers"))
        #expect(stage.claim?.customerTold.isEmpty == true, "a letter sent is no customer told")
    }

    @Test func `the voucher of a payment is a letter that carries its number and amount`() throws {
        let stage = try Scene.paid.stage
        let letter = try #require(stage.letters.last { $0.kind == .voucher })
        let voucher = try #require(stage.voucher?.number)
        #expect(letter.text.zh.contains(voucher) && letter.text.en.contains("7500.00 CNY"))
        #expect(letter.code.count == 24)
    }

    @Test func `the one request is a letter that names every paper with its reason, once`() throws {
        let stage = try Scene.delivered()
        let letter = try #require(stage.letters.last { $0.kind == .documentRequest })
        #expect(letter.text.zh.contains("- 索赔申请书：家用车保险的每一件赔案均需提供"))
        #expect(letter.text.en.contains("- Driving licence: every claim"))
        #expect(letter.text.zh.contains("30日内"))
    }

    @Test func `an approved edition is used in place of the shipped one`() throws {
        var facts = try Scene.denied.stage.claimFacts()
        facts.letters = LetterShelf(
            editions: [
                .refusal: .init(edition: 3, text: Words("第三版 {{reasons}}", "third {{reasons}}"))
            ], address: nil)
        var stage = try Scene.denied.stage
        let context = stage.context(Cast.wang.principal)
        let decision = try DeliverRefusal().decide(facts, context)
        guard case .issued(let letter)? = decision.events(of: Letter.self).first else {
            Issue.record("no letter")
            return
        }
        #expect(letter.edition == 3 && letter.text.zh == "第三版 coverage")
    }

    @Test func `progress is told with the promise that runs`() throws {
        var stage = try Scene.documentsComplete.stage
        var report = WriteProgress()
        report.progress = "资料已齐\n正在定损"
        try stage.act(report, by: .wang)
        let letter = try #require(stage.letters.last)
        #expect(letter.text.zh.contains("- 资料已齐\n- 正在定损"))
        #expect(letter.text.zh.contains("下一步承诺时限：2025-"))
    }

    @Test func `a message that carries a letter leaves with its text and the name opened`() throws {
        let random = SeededBytes(9).bytes
        let person = ID<Person>(at: Scene.epoch, random: (8, 8))
        let key = try SubjectKey(person: person, random: random)
        let sealer = Sealer(key: key, random: random)
        let name = try sealer.seal("何静", field: "name")
        let message = WaitingMessage(
            key: "k", channel: .notice, stream: "claim/1", template: "claim.refused",
            address: name, receiver: nil,
            values: [
                "claim": "CLM-1", "recipient": .string(name.token),
                "letterTitle": Words("拒赔通知书", "Notice of refusal").json,
                "letterText": Words("尊敬的{{recipient}}：", "Dear {{recipient}},").json,
            ])
        let notices = CustomerNotices(connector: .init(url: "https://x.example", secret: []))
        let keys = try VaultKeys.generate(random: random)
        let wrapped = try key.wrapped(by: keys, random: random)
        let opener = try Opener(wrapped: [person: wrapped], keys: keys)
        guard case .call(let call) = try notices.render(message, opening: opener) else {
            Issue.record("not a call")
            return
        }
        let body = String(decoding: call.body, as: UTF8.self)
        #expect(body.contains("尊敬的何静：") && body.contains("Dear 何静,"))
        #expect(body.contains("拒赔通知书"))
    }
}
