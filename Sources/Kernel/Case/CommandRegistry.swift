/// A command with its type erased: what the API, the documentation and the imports work with.
package struct RegisteredCommand: Sendable {
    package let name: String
    package let title: Words
    package let summary: Words
    package let duties: [DutyID]
    package let keeps: ControlKind
    package let permission: Permission
    /// The table of what it is about and the field that names it.
    package let subject: (table: String, field: String)?
    package let fields: [FieldStatement]
    /// Reads the command from JSON and performs it.
    package let perform:
        @Sendable (Dispatcher, JSON, Principal, Envelope) async throws -> Receipt
    /// Reads the command from JSON and decides it without writing anything: returns when it would
    /// be done now, throws what would refuse it.
    package let preview: @Sendable (Dispatcher, JSON, Principal) async throws -> Void

    init<C: Command>(_: C.Type) {
        let statement = C.statement
        name = statement.name
        title = statement.title
        summary = statement.summary
        duties = statement.duties
        keeps = statement.keeps
        permission = statement.permission
        subject = statement.subject.map { ($0.table, $0.field) }
        fields = statement.fields.map(\.statement)
        perform = { dispatcher, json, principal, envelope in
            try await dispatcher.perform(C.self, from: json, by: principal, envelope)
        }
        preview = { dispatcher, json, principal in
            try await dispatcher.preview(C.self, from: json, by: principal)
        }
    }

    /// The control it registers with the institution, when it keeps a duty.
    package var control: Control? {
        duties.isEmpty ? nil : Control(name, keeps, keeps: duties, title)
    }
}

/// All commands of the product, by name.
package struct CommandRegistry: Sendable {
    /// In the order in which the domains list them.
    package let commands: [RegisteredCommand]
    private let byName: [String: RegisteredCommand]

    /// - Precondition: no two commands share a name.
    package init(_ types: [any Command.Type]) {
        commands = types.map { CommandRegistry.registered($0) }
        byName = Dictionary(uniqueKeysWithValues: commands.map { ($0.name, $0) })
    }

    package subscript(_ name: String) -> RegisteredCommand? { byName[name] }

    private static func registered<C: Command>(_ type: C.Type) -> RegisteredCommand {
        RegisteredCommand(type)
    }
}

/// The commands of the kernel itself.
package enum KernelCommands {
    package static let all: [any Command.Type] = [
        ClaimWork.self, HandOverWork.self, TakeBackWork.self, ReturnWork.self, DelegateWork.self,
        AnswerDelegation.self, AskForSignature.self, SignWork.self, UrgeWork.self, CopyWork.self,
        SuspendWork.self, ResumeWork.self, BeginWork.self, GrantAuthority.self,
        EstablishAuthority.self, RevokeAuthority.self,
        PublishCalendar.self, SetStandard.self, ConfirmStandard.self, WarnOfClock.self,
        WakeWork.self, ConvenePanel.self, RecuseFromPanel.self, GivePanelOpinion.self,
        VoteInPanel.self, ClosePanel.self, DissolvePanel.self, RevealValue.self,
        SendMessageAgain.self,
    ]
}
