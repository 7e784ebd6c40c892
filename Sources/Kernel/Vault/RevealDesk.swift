import Crypto

/// Shows full personal values, one at a time: journal first, then decrypt. When the record cannot
/// be written, nothing is opened.
package struct RevealDesk: Sendable {
    let dispatcher: Dispatcher

    package init(_ dispatcher: Dispatcher) { self.dispatcher = dispatcher }

    /// The text of `sealed`, once it is on record that `principal` sees it and why.
    ///
    /// - Parameters:
    ///   - about: the case it is needed for.
    ///   - text: the reason in the actor's words.
    /// - Throws: ``Refusal`` when it may not be shown, or nothing opens any more; any failure to
    ///   write the record.
    package func reveal(
        _ sealed: Sealed, _ kind: PersonalKind, about: StreamName?, reason: RevealReason,
        text: String, by principal: Principal, _ envelope: Envelope = Envelope()
    ) async throws -> String {
        var command = RevealValue()
        command.person = sealed.person
        command.kind = kind
        command.value = HexText.encode(Array(SHA256.hash(data: Array(sealed.token.utf8))))
        command.about = about?.text
        command.reason = reason
        command.text = text
        _ = try await dispatcher.perform(command, by: principal, envelope)
        do {
            let opener = try await dispatcher.database.read { [vault = dispatcher.vault] reader in
                try vault.opener(for: [sealed.person], reader)
            }
            return try opener.open(sealed, field: kind.rawValue)
        } catch let failure as VaultFailure {
            throw Refusal.notRevealed(failure)
        }
    }
}
