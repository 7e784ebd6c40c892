package import Kernel

/// 人员: offices, the staff with their posts, and how they prove who they are.
///
/// Three administrators share the power over the system: the system administrator keeps staff
/// records, the security administrator assigns posts, the audit administrator reads. None of
/// them holds another post, and nobody changes their own.
package enum Staff {
    package static let commands: [any Command.Type] = [
        InstallFirstAdministrator.self, OpenBranch.self, OpenDepartment.self, RecordStaff.self,
        AssignPosts.self, DeactivateStaff.self, IssueActivation.self, SetPassword.self,
        EnrolOneTimeCode.self, ConfirmOneTimeCode.self, ResetOneTimeCode.self, CreateToken.self,
        RevokeToken.self, OpenSession.self, CloseSession.self, EndSessions.self,
        NoteLockout.self,
    ]
}

extension PostWords.Post: ChoiceValue {}
extension PostWords.Party: ChoiceValue {}
