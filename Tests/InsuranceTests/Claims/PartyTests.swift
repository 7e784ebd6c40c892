import TestSupport
import Testing

@testable import Insurance
@testable import Kernel

extension ClaimStage {
    func partyFacts(_ id: ID<ClaimParty>? = nil) throws -> PartyFacts {
        let present = parties.filter(\.state.isPresent)
        let party = id.flatMap { id in parties.first { $0.state.id == id } }
        if let claim {
            return PartyFacts(
                subject: CaseReference(claim.state), claim: try claimFacts(), parties: present,
                party: party)
        }
        let notice = try #require(notice)
        return PartyFacts(
            subject: CaseReference(notice.state), claim: nil, parties: present, party: party)
    }

    /// The party that plays this part.
    func party(_ role: PostWords.Party) throws -> Loaded<ClaimParty> {
        try #require(parties.last { $0.state.plays(role) }, "nobody is \(role)")
    }
}

extension AddParty: Staged {
    func facts(_ stage: ClaimStage) throws -> PartyFacts { try stage.partyFacts() }

    static func party(
        _ roles: PostWords.Party..., change: (inout AddParty) -> Void = { _ in }
    ) throws -> AddParty {
        let seals = try Seals(seed: UInt64(roles.count) + 40)
        var command = AddParty()
        command.roles = roles
        command.name = Personal(sealed: try seals.insured.seal("周岚", field: "name"))
        change(&command)
        return command
    }
}
extension CorrectParty: Staged {
    func facts(_ stage: ClaimStage) throws -> PartyFacts { try stage.partyFacts(party) }

    static func correction(
        of party: Loaded<ClaimParty>, change: (inout CorrectParty) -> Void = { _ in }
    ) -> CorrectParty {
        var command = CorrectParty()
        command.party = party.state.id
        command.reason = "as the identity card says"
        change(&command)
        return command
    }
}
extension RemoveParty: Staged {
    func facts(_ stage: ClaimStage) throws -> PartyFacts { try stage.partyFacts(party) }

    static func removal(of party: Loaded<ClaimParty>) -> RemoveParty {
        var command = RemoveParty()
        command.party = party.state.id
        command.reason = "added by mistake"
        return command
    }
}

/// Who has a part in a case: added, corrected, removed; each a person of their own.
struct PartyTests {
    @Test func `a registered claim knows the insured and who reported from the first moment`()
        throws
    {
        let stage = try Scene.claimRegistered.stage
        let insured = try stage.party(.insured)
        #expect(insured.person == stage.policy?.holder && insured.state.plays(.policyholder))
        let notifier = try stage.party(.notifier)
        #expect(notifier.details.name == stage.notice?.reporterName)
        #expect(notifier.details.phone == stage.notice?.reporterPhone)
        #expect(notifier.state.stream == stage.claim?.state.stream)
    }

    @Test func `a party is added with all its parts in order, each once`() throws {
        var stage = try Scene.claimRegistered.stage
        let decision = try stage.act(
            AddParty.party(.payee, .claimant, .payee) { $0.relation = "配偶" }, by: .wang)
        let party = try stage.party(.payee)
        #expect(party.details.roles == [.claimant, .payee] && party.details.relation == "配偶")
        #expect(decision.reply["party"] == .string(party.state.id.text))
    }

    @Test func `a correction replaces what is given and keeps the rest`() throws {
        var stage = try Scene.claimRegistered.stage
        try stage.act(AddParty.party(.claimant) { $0.relation = "子女" }, by: .wang)
        let before = try stage.party(.claimant)
        try stage.act(CorrectParty.correction(of: before) { $0.isMinor = true }, by: .wang)
        let after = try stage.party(.claimant)
        #expect(after.details.isMinor && after.details.relation == "子女")
        #expect(after.details.name == before.details.name)
    }

    @Test func `a removed party plays no part any more, and its past stays`() throws {
        var stage = try Scene.claimRegistered.stage
        let notifier = try stage.party(.notifier)
        try stage.act(RemoveParty.removal(of: notifier), by: .wang)
        let removed = try #require(stage.parties.first { $0.state.id == notifier.state.id })
        #expect(!removed.state.isPresent && !removed.state.plays(.notifier))
        #expect(removed.details == notifier.details)
    }

    @Test(arguments: Backend.available)
    func `two parties of one claim have two keys, and erasing one leaves the other`(
        backend: Backend
    ) async throws {
        let office = try await ClaimDoorTests.Office(backend)
        func add(_ name: String) async throws -> ID<ClaimParty> {
            let receipt = try await office.dispatcher.perform(
                AddParty.self,
                from: [
                    "case": .string(office.claim), "roles": ["claimant"], "name": .string(name),
                    "identityNumber": "110101199003074514",
                ], by: Cast.wang.principal)
            return try #require(receipt.text("party").flatMap { ID<ClaimParty>($0) })
        }
        let (first, second) = (try await add("周岚"), try await add("周宁"))
        let dispatcher = office.dispatcher
        let names = try await dispatcher.database.read { reader in
            try [first, second].compactMap { try reader.load($0)?.details.name }
        }
        #expect(names.count == 2 && names[0].person != names[1].person)
        try await dispatcher.database.write { transaction in
            try transaction.execute(
                "DELETE FROM subject_key WHERE person = \(names[0].person)")
        }
        let opener = try await dispatcher.database.read { reader in
            try dispatcher.vault.opener(for: names.map(\.person), reader)
        }
        #expect(throws: VaultFailure.erased) { try opener.open(names[0], field: "name") }
        #expect(try opener.open(names[1], field: "name") == "周宁")
        let correction = try await dispatcher.perform(
            CorrectParty.self,
            from: ["party": .string(second.text), "phone": "13900001111", "reason": "补充"],
            by: Cast.wang.principal)
        #expect(correction.subject?.kind == "case_party")
        let phone = try await dispatcher.database.read { try $0.load(second)?.details.phone }
        #expect(phone?.person == names[1].person)
    }
}

extension RefusalCases {
    static let parties: [RefusalCase] = [
        RefusalCase("claims.deadCannotAct", "somebody who died is to be paid") {
            try Scene.claimRegistered.stage.refusal(
                AddParty.party(.payee) { $0.isDeceased = true }, by: .wang)
        },
        RefusalCase("claims.representsNobody", "a representative of nobody in particular") {
            try Scene.claimRegistered.stage.refusal(AddParty.party(.representative), by: .wang)
        },
        RefusalCase("claims.noSuchParty", "a guardian of somebody who is not in the case") {
            try Scene.claimRegistered.stage.refusal(
                AddParty.party(.representative) { $0.actsFor = .blank }, by: .wang)
        },
        RefusalCase("customers.nameMissing", "a party without a name") {
            try Scene.claimRegistered.stage.refusal(
                AddParty.party(.claimant) { $0.name = Personal() }, by: .wang)
        },
        RefusalCase("claims.tooManyParties", "the hundred and first party") {
            var stage = try Scene.claimRegistered.stage
            let one = try stage.party(.insured)
            stage.parties = Array(repeating: one, count: ClaimParty.most)
            return try stage.refusal(AddParty.party(.witness), by: .wang)
        },
        RefusalCase("claims.partyRemoved", "a removed party is corrected") {
            var stage = try Scene.claimRegistered.stage
            let notifier = try stage.party(.notifier)
            try stage.act(RemoveParty.removal(of: notifier), by: .wang)
            return try stage.refusal(
                CorrectParty.correction(of: notifier) { $0.isMinor = true }, by: .wang)
        },
        RefusalCase("claims.partyRepresented", "a child whose guardian acts is removed") {
            var stage = try Scene.claimRegistered.stage
            try stage.act(AddParty.party(.claimant) { $0.isMinor = true }, by: .wang)
            let child = try stage.party(.claimant)
            try stage.act(
                AddParty.party(.representative) { $0.actsFor = child.state.id }, by: .wang)
            return try stage.refusal(RemoveParty.removal(of: child), by: .wang)
        },
        RefusalCase("claims.partyErased", "a name of somebody whose key was destroyed") {
            let stage = try Scene.claimRegistered.stage
            let seals = try Seals(seed: 77)
            let name = try seals.reporter.seal("周岚", field: "name")
            let insured = try stage.party(.insured)
            return try stage.refusal(
                CorrectParty.correction(of: insured) { $0.name = Personal(sealed: name) },
                by: .wang)
        },
        RefusalCase("claims.nothingCorrected", "what is given is what stands") {
            let stage = try Scene.claimRegistered.stage
            return try stage.refusal(
                CorrectParty.correction(of: try stage.party(.insured)), by: .wang)
        },
        RefusalCase("post.missing", "a payment clerk adds a party") {
            try Scene.claimRegistered.stage.refusal(AddParty.party(.payee), by: .feng)
        },
    ]
}
