import Kernel
import Testing

@testable import Insurance

/// Everything a command says about itself is there in both languages.
struct CommandLanguageTests {
    static let registry = CommandRegistry(
        KernelCommands.all + Claims.commands + ClaimDocuments.commands + Reserves.commands
            + Adjudication.commands + Payments.commands + Products.commands
            + Policies.commands + Customers.commands + Afterwards.commands)

    @Test func `titles, summaries, fields and choices are in both languages, each in its own`() {
        #expect(CommandLanguageTests.registry.commands.count > 35)
        for command in CommandLanguageTests.registry.commands {
            expectBothLanguages(command.title)
            expectBothLanguages(command.summary)
            expect(command.fields, in: command.name)
        }
    }

    private func expect(_ fields: [FieldStatement], in name: String) {
        #expect(Set(fields.map(\.name)).count == fields.count, "\(name)")
        for field in fields {
            #expect(field.name.allSatisfy { $0.isASCII && $0.isLetter }, "\(name).\(field.name)")
            expectBothLanguages(field.title)
            if let help = field.help { expectBothLanguages(help) }
            expect(field.kind, in: "\(name).\(field.name)")
        }
    }

    private func expect(_ kind: FieldKind, in name: String) {
        switch kind {
        case .choice(let choices):
            #expect(choices.count > 1, "\(name)")
            for choice in choices { expectBothLanguages(choice.title) }
        case .record(let fields): expect(fields, in: name)
        case .list(let element, let max):
            #expect(max > 0)
            expect(element, in: name)
        case .text(let min, let max, _): #expect(min >= 0 && min <= max, "\(name)")
        default: break
        }
    }

    @Test func `the subject of a command is one of its fields`() {
        for command in CommandLanguageTests.registry.commands {
            guard let subject = command.subject else { continue }
            let field = command.fields.first { $0.name == subject.field }
            #expect(field?.isRequired == true, "\(command.name)")
        }
    }

    @Test func `names are unique, of one form, and say their domain`() {
        let names = CommandLanguageTests.registry.commands.map(\.name)
        #expect(Set(names).count == names.count)
        for name in names {
            #expect(name.wholeMatch(of: /[a-z]+\.[a-z][A-Za-z]+/) != nil, "\(name)")
        }
        #expect(CommandLanguageTests.registry["claims.nothing"] == nil)
    }
}
