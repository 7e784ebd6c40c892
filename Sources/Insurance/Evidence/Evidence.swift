package import Kernel

/// 证据材料: files that belong to a case. They are told by their content, sealed for the person the
/// case is about, kept by hash outside the rows, and shown only after a scan.
///
/// An upload is pending until ``AttachFile`` chains it into its case; what is never attached is
/// swept away. ``EvidenceDesk`` does what happens around the commands.
package enum Evidence {
    package static let commands: [any Command.Type] = [
        AttachFile.self, OpenFile.self, RecordScan.self,
    ]

    /// Who may add files to cases.
    static let contributors: Set<Post> = .held(
        .serviceAgent, .serviceSupervisor, .claimsIntake, .dispatcher, .surveyor, .investigator,
        .claimsHandler, .registrationClerk, .lossAssessor, .lossVerifier, .claimCalculator,
        .claimsApprover, .panelSecretary, .specialInvestigator, .claimsSupervisor, .paymentClerk,
        .paymentReleaser)
}

/// What a file is for.
package enum EvidencePurpose: String, ChoiceValue {
    case sitePhoto, document, witnessStatement, adjusterReport, injuryRecord, recording, other

    package var title: Words {
        switch self {
        case .sitePhoto: Words("现场照片", "Photo of the site")
        case .document: Words("单证资料", "Document")
        case .witnessStatement: Words("证人证言", "Witness statement")
        case .adjusterReport: Words("公估报告", "Loss adjuster's report")
        case .injuryRecord: Words("人伤资料", "Record of an injury")
        case .recording: Words("录音录像", "Recording")
        case .other: Words("其他", "Other")
        }
    }
}
