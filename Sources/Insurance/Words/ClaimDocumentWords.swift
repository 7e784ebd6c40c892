package import Kernel

extension ClaimWords {
    /// The papers of a claim.
    package enum Document: String, GlossaryTerm {
        package static let family = "claim.document"

        case claimForm, identityProof, bankAccountProof, powerOfAttorney, relationshipProof,
            lossPhotos, surveyReport, adjusterReport, drivingLicence, vehicleLicence,
            trafficReport, repairEstimate, repairInvoice, settlementAgreement, policeTheftReport,
            judgment, lossList, ownershipProof, valueProof, fireReport, weatherReport,
            accidentProof, disabilityReport, deathCertificate, householdCancellation,
            medicalRecord, diagnosis, admissionRecord, dischargeSummary, medicalInvoice,
            expenseList, prescription, testReport, otherPayerStatement, otherDocument

        package var words: Words {
            switch self {
            case .claimForm: Words("索赔申请书", "Claim form")
            case .identityProof: Words("身份证明", "Proof of identity")
            case .bankAccountProof: Words("收款账户证明", "Proof of bank account")
            case .powerOfAttorney: Words("授权委托书", "Power of attorney")
            case .relationshipProof: Words("关系证明", "Proof of relationship")
            case .lossPhotos: Words("损失照片", "Photos of the loss")
            case .surveyReport: Words("查勘报告", "Survey report")
            case .adjusterReport: Words("公估报告", "Loss adjuster's report")
            case .drivingLicence: Words("驾驶证", "Driving licence")
            case .vehicleLicence: Words("行驶证", "Vehicle licence")
            case .trafficReport: Words("道路交通事故认定书", "Traffic accident report")
            case .repairEstimate: Words("维修清单", "Repair estimate")
            case .repairInvoice: Words("维修发票", "Repair invoice")
            case .settlementAgreement: Words("损害赔偿协议", "Settlement agreement")
            case .policeTheftReport: Words("公安机关立案证明", "Police report")
            case .judgment: Words("判决书或调解书", "Judgment or mediation record")
            case .lossList: Words("财产损失清单", "Schedule of losses")
            case .ownershipProof: Words("财产权属证明", "Proof of ownership")
            case .valueProof: Words("财产价值证明", "Proof of value")
            case .fireReport: Words("火灾事故认定书", "Fire report")
            case .weatherReport: Words("气象证明", "Weather report")
            case .accidentProof: Words("意外事故证明", "Proof of accident")
            case .disabilityReport: Words("伤残鉴定书", "Disability report")
            case .deathCertificate: Words("死亡证明", "Death certificate")
            case .householdCancellation: Words("户籍注销证明", "Household cancellation")
            case .medicalRecord: Words("病历", "Medical record")
            case .diagnosis: Words("诊断证明", "Diagnosis")
            case .admissionRecord: Words("入院记录", "Admission record")
            case .dischargeSummary: Words("出院小结", "Discharge summary")
            case .medicalInvoice: Words("医疗费用发票", "Medical invoice")
            case .expenseList: Words("费用明细清单", "Itemised expenses")
            case .prescription: Words("处方", "Prescription")
            case .testReport: Words("检查检验报告", "Test report")
            case .otherPayerStatement: Words("其他途径报销凭证", "Statement of another payer")
            case .otherDocument: Words("其他资料", "Other document")
            }
        }

        /// The lines of business in which it may be asked for.
        package var lines: Set<Line> {
            switch self {
            case .claimForm, .identityProof, .bankAccountProof, .powerOfAttorney, .judgment,
                .otherDocument:
                [.motor, .property, .accident, .medical]
            case .relationshipProof, .accidentProof, .medicalRecord, .diagnosis,
                .dischargeSummary, .medicalInvoice, .expenseList:
                [.accident, .medical]
            case .lossPhotos, .surveyReport, .adjusterReport, .repairInvoice, .policeTheftReport,
                .fireReport, .weatherReport:
                [.motor, .property]
            case .drivingLicence, .vehicleLicence, .repairEstimate, .settlementAgreement:
                [.motor]
            case .trafficReport:
                [.motor, .accident, .medical]
            case .lossList, .ownershipProof, .valueProof:
                [.property]
            case .disabilityReport, .deathCertificate, .householdCancellation:
                [.accident]
            case .admissionRecord, .prescription, .testReport, .otherPayerStatement:
                [.medical]
            }
        }
    }
}
