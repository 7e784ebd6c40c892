package import Kernel

/// 导入导出: lists that leave as files, and files of others that come in through the console.
///
/// That somebody asked for one, and took it, is in the journal. The work is done beside the page,
/// and its files, sealed for who asked, are gone once taken or after a day.
package enum Transfers {
    package static let commands: [any Command.Type] = [
        BeginExport.self, BeginImport.self, TakeTransfer.self,
    ]

    /// Who may take a list away; each only lists they may read.
    package static let exporters: Set<Post> = .held(
        .claimsSupervisor, .serviceSupervisor, .auditor, .complianceOfficer, .executive,
        .systemAdministrator, .securityAdministrator, .auditAdministrator)

    /// Rows of an import act as the product itself, so few may begin one.
    package static let importers: Set<Post> = .held(.systemAdministrator)

    /// Rows of one export at most.
    package static let mostRows = 20_000
    /// Bytes of one file to be imported at most.
    package static let mostBytes = 8 << 20
}
