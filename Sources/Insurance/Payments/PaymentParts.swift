package import Kernel

extension Payment {
    package enum State: String, WorkflowState {
        case ordered, released, sent, confirmed, failed, stopped

        package var title: Words {
            switch self {
            case .ordered: Words("待复核", "Awaiting release")
            case .released: Words("已复核", "Released")
            case .sent: Words("已发出", "Sent or handed over")
            case .confirmed: Words("已到账", "Confirmed")
            case .failed: Words("已退回", "Returned")
            case .stopped: Words("已撤销", "Stopped")
            }
        }

        package var isFinal: Bool { self == .confirmed || self == .failed || self == .stopped }
    }

    /// What the money is paid for.
    package enum Basis: String, Sendable, Codable, CaseIterable {
        case decision, advance
    }

    /// Why money did not arrive, or came back.
    package struct Failure: Sendable, Codable, Equatable {
        package let code: ReturnReason
        package let reason: String
        package let at: Moment
    }

    /// 身份核对 of the payee: which paper, its sealed number, and how it was checked.
    package struct IdentityCheck: Sendable, Codable, Equatable {
        package let document: IdentityDocument
        package let number: Sealed
        package let against: IdentitySource
        package let by: ID<StaffMember>
        package let at: Moment
    }

    /// Another payment that looks like the same one.
    package struct Duplicate: Sendable, Codable, Hashable {
        package enum Reason: String, Sendable, Codable, CaseIterable {
            case sameInvoice, samePayee, sameAccount

            package var title: Words {
                switch self {
                case .sameInvoice: Words("同一发票", "same invoice")
                case .samePayee: Words("同一收款人、同一金额", "same payee and amount")
                case .sameAccount: Words("同一账号、同一金额", "same account and amount")
                }
            }
        }

        package let payment: String
        package let claim: String
        package let reason: Reason
    }

    /// A supervisor's word that payments which look alike are not the same.
    package struct DuplicateRuling: Sendable, Codable, Equatable {
        package let payments: [String]
        package let reason: String
        package let by: ID<StaffMember>
        package let at: Moment
    }

    /// 支票 or 本票 in the payee's hand.
    package struct Cheque: Sendable, Codable, Equatable {
        package let number: String
        /// The receipt the payee signed.
        package let receipt: String
        package let handedOverBy: ID<StaffMember>
        package let handedOverAt: Moment
        /// The last day on which the bank takes it.
        package let validUntil: Day
    }

    /// A request to get money back that was sent.
    package struct Recall: Sendable, Codable, Equatable {
        package struct Answer: Sendable, Codable, Equatable {
            package let succeeded: Bool
            package let text: String
            package let by: ID<StaffMember>
            package let at: Moment
        }

        package let reason: String
        package let by: ID<StaffMember>
        package let at: Moment
        package internal(set) var answer: Answer?
    }

    /// New account data that another person must approve.
    package struct Correction: Sendable, Codable, Equatable {
        package let payee: Sealed
        package let account: Sealed
        package let requestedBy: ID<StaffMember>
        package let reason: String
        package let at: Moment
    }

    package struct FormerAccount: Sendable, Codable, Equatable {
        package let payee: Sealed
        package let account: Sealed
        package let requestedBy: ID<StaffMember>
        package let approvedBy: ID<StaffMember>
        package let reason: String
        package let at: Moment
    }
}

/// As whom somebody is paid.
package enum PayeeRole: String, ChoiceValue {
    case insured, beneficiary, thirdParty, guardian, heir, repairer, hospital

    package var title: Words {
        switch self {
        case .insured: Words("被保险人", "Insured")
        case .beneficiary: Words("受益人", "Beneficiary")
        case .thirdParty: Words("受害第三者", "Injured third party")
        case .guardian: Words("法定监护人", "Legal guardian")
        case .heir: Words("法定继承人", "Heir")
        case .repairer: Words("维修单位", "Repairer")
        case .hospital: Words("医疗机构", "Hospital")
        }
    }

    /// The parts in a case that fit it.
    var parties: Set<PostWords.Party> {
        switch self {
        case .insured: [.insured, .policyholder, .payee]
        case .beneficiary: [.beneficiary, .payee]
        case .thirdParty: [.thirdParty, .payee]
        case .guardian, .heir: [.representative, .claimant, .beneficiary, .payee]
        case .repairer: [.repairer, .payee]
        case .hospital: [.hospital, .payee]
        }
    }

    /// Whether a written authority must say that the money goes to them.
    var needsMandate: Bool {
        switch self {
        case .insured, .beneficiary, .thirdParty: false
        case .guardian, .heir, .repairer, .hospital: true
        }
    }
}

/// Why a bank returned a payment, or a cheque was not cashed.
package enum ReturnReason: String, ChoiceValue {
    case accountUnknown, nameMismatch, accountClosed, recalled, chequeUncashed, chequeExpired,
        chequeLost, other

    package var title: Words {
        switch self {
        case .accountUnknown: Words("账号不存在", "Account unknown")
        case .nameMismatch: Words("户名与账号不符", "Name does not match the account")
        case .accountClosed: Words("账户已销户", "Account closed")
        case .recalled: Words("已追回", "Recalled")
        case .chequeUncashed: Words("支票未兑付退回", "Cheque given back uncashed")
        case .chequeExpired: Words("支票逾期未兑付", "Cheque not cashed in time")
        case .chequeLost: Words("支票遗失并挂失", "Cheque lost and stopped")
        case .other: Words("其他原因", "Other reason")
        }
    }
}

package enum IdentityDocument: String, ChoiceValue {
    case residentCard, passport, travelPermit, militaryCard, businessLicence, other

    package var title: Words {
        switch self {
        case .residentCard: Words("居民身份证", "Resident identity card")
        case .passport: Words("护照", "Passport")
        case .travelPermit: Words("港澳台通行证或居住证", "Permit of Hong Kong, Macao or Taiwan")
        case .militaryCard: Words("军官证或士兵证", "Military card")
        case .businessLicence: Words("营业执照", "Business licence")
        case .other: Words("其他有效证件", "Other valid document")
        }
    }
}

package enum IdentitySource: String, ChoiceValue {
    case original, policeRegister, businessRegister, certifiedCopy

    package var title: Words {
        switch self {
        case .original: Words("核对原件", "The original")
        case .policeRegister: Words("联网核查公民身份", "The police register, online")
        case .businessRegister: Words("企业信用信息公示系统", "The public business register")
        case .certifiedCopy: Words("公证副本", "A notarised copy")
        }
    }
}
