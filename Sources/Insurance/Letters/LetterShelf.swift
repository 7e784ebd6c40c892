package import Kernel

/// The editions that hold now, and where the customer lives: what a rule needs to write a letter.
package struct LetterShelf: Sendable {
    struct Edition: Sendable {
        let edition: Int64
        let text: Words
    }

    private let editions: [LetterKind: Edition]
    let address: Sealed?

    /// The shipped texts and no address.
    package static let shipped = LetterShelf(editions: [:], address: nil)

    init(editions: [LetterKind: Edition], address: Sealed?) {
        self.editions = editions
        self.address = address
    }

    func edition(_ kind: LetterKind) -> Edition {
        editions[kind] ?? Edition(edition: 0, text: ShippedLetters.text(kind))
    }

    static func load(
        _ kinds: [LetterKind], for claim: Claim, _ reader: any Reader
    ) throws -> LetterShelf {
        var editions: [LetterKind: Edition] = [:]
        for kind in kinds {
            editions[kind] = try LetterStore.approved(kind, reader).map {
                Edition(edition: $0.edition, text: $0.text)
            }
        }
        let address = try LetterStore.address(of: claim.insured.person, reader)
        return LetterShelf(editions: editions, address: address)
    }
}

extension ClaimFacts {
    /// Writes a letter about the claim. The command states the series `letter`.
    func letter(
        _ kind: LetterKind, _ own: [LetterFact], _ context: Context
    ) -> Letter {
        let claim = claim.state
        let edition = letters.edition(kind)
        let number = context.number(.letter)
        let facts = own + [
            LetterFact("claim", claim.number), LetterFact("policy", claim.policy),
            LetterFact("number", number),
            LetterFact("date", time.day(of: context.now).description),
            LetterFact("appeal", ShippedLetters.appeal),
        ]
        let zh = Dictionary(facts.map { ($0.slot, $0.value.zh) }, uniquingKeysWith: { $1 })
        let en = Dictionary(facts.map { ($0.slot, $0.value.en) }, uniquingKeysWith: { $1 })
        let text = Words(
            LetterText.filled(edition.text.zh, zh), LetterText.filled(edition.text.en, en))
        return Letter(
            id: context.id("letter"), number: number, kind: kind, edition: edition.edition,
            claim: claim.id, claimNumber: claim.number,
            code: Voucher.code(context.secret("letter")), recipient: claim.insured,
            address: letters.address, facts: own, text: text, sha256: Letter.digest(text),
            issuedAt: context.now, issuedBy: context.principal.text)
    }
}

extension Letter {
    /// What a message that carries the letter adds to its values.
    package var carried: JSON.Object {
        [
            "letter": .string(number), "letterCode": .string(code),
            "letterTitle": kind.title.json, "letterText": text.json,
            "recipient": .string(recipient.token),
        ]
    }

    /// A message's values with the letter that it carries.
    func carried(with values: JSON.Object) -> JSON.Object {
        var all = values
        for member in carried.members { all[member.name] = member.value }
        return all
    }
}
