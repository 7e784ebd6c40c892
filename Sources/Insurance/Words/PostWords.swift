package import Kernel

/// The terms for those who act: posts of staff and parties of a case.
package enum PostWords {
    /// The posts of the insurer's staff.
    package enum Post: String, GlossaryTerm {
        package static let family = "post"

        case salesperson, salesSupervisor, trainer, serviceAgent, complaintHandler, callbackAgent,
            callListener, serviceSupervisor, claimsIntake, dispatcher, surveyor, investigator,
            claimsHandler, registrationClerk, lossAssessor, lossVerifier, claimCalculator,
            claimsApprover, panelSecretary, specialInvestigator, claimsSupervisor, paymentClerk,
            paymentReleaser, underwritingIntake, underwriter, seniorUnderwriter,
            underwritingSupervisor, auditor, complianceOfficer, executive, systemAdministrator,
            securityAdministrator, auditAdministrator

        package var words: Words {
            switch self {
            case .salesperson: Words("销售人员", "Salesperson")
            case .salesSupervisor: Words("销售主管", "Sales supervisor")
            case .trainer: Words("培训专员", "Trainer")
            case .serviceAgent: Words("客服专员", "Service agent")
            case .complaintHandler: Words("投诉处理专员", "Complaint handler")
            case .callbackAgent: Words("回访专员", "Callback agent")
            case .callListener: Words("录音监听员", "Call listener")
            case .serviceSupervisor: Words("客服主管", "Service supervisor")
            case .claimsIntake: Words("报案受理员", "Claims intake clerk")
            case .dispatcher: Words("调度员", "Dispatcher")
            case .surveyor: Words("查勘员", "Surveyor")
            case .investigator: Words("调查员", "Investigator")
            case .claimsHandler: Words("理赔承办人", "Claims handler")
            case .registrationClerk: Words("立案员", "Registration clerk")
            case .lossAssessor: Words("定损员", "Loss assessor")
            case .lossVerifier: Words("核损员", "Loss verifier")
            case .claimCalculator: Words("理算员", "Claim calculator")
            case .claimsApprover: Words("核赔员", "Claims approver")
            case .panelSecretary: Words("会商秘书", "Panel secretary")
            case .specialInvestigator: Words("反欺诈调查员", "Special investigator")
            case .claimsSupervisor: Words("理赔主管", "Claims supervisor")
            case .paymentClerk: Words("付款经办人", "Payment clerk")
            case .paymentReleaser: Words("付款复核人", "Payment releaser")
            case .underwritingIntake: Words("投保受理员", "Application intake clerk")
            case .underwriter: Words("核保员", "Underwriter")
            case .seniorUnderwriter: Words("高级核保员", "Senior underwriter")
            case .underwritingSupervisor: Words("核保主管", "Underwriting supervisor")
            case .auditor: Words("内部审计员", "Internal auditor")
            case .complianceOfficer: Words("合规专员", "Compliance officer")
            case .executive: Words("管理层", "Executive")
            case .systemAdministrator: Words("系统管理员", "System administrator")
            case .securityAdministrator: Words("安全管理员", "Security administrator")
            case .auditAdministrator: Words("审计管理员", "Audit administrator")
            }
        }
    }

    /// The parts that people outside the staff play in a contract or a case.
    package enum Party: String, GlossaryTerm {
        package static let family = "party"

        case applicant, policyholder, insured, beneficiary, notifier, claimant, payee,
            representative, thirdParty, injured, witness, lossAdjuster, repairer, hospital,
            complainant

        package var words: Words {
            switch self {
            case .applicant: Words("投保人", "Applicant")
            case .policyholder: Words("保单持有人", "Policyholder")
            case .insured: Words("被保险人", "Insured")
            case .beneficiary: Words("受益人", "Beneficiary")
            case .notifier: Words("报案人", "Notifier")
            case .claimant: Words("索赔申请人", "Claimant")
            case .payee: Words("领款人", "Payee")
            case .representative: Words("代理人", "Representative")
            case .thirdParty: Words("第三者", "Third party")
            case .injured: Words("受伤人", "Injured person")
            case .witness: Words("证人", "Witness")
            case .lossAdjuster: Words("公估人", "Loss adjuster")
            case .repairer: Words("维修单位", "Repairer")
            case .hospital: Words("医疗机构", "Hospital")
            case .complainant: Words("投诉人", "Complainant")
            }
        }
    }
}
