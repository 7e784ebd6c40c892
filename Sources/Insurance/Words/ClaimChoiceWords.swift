package import Kernel

extension ClaimWords {
    /// How a loss is reported.
    package enum Channel: String, GlossaryTerm {
        package static let family = "claim.channel"

        case phone, counter, agent, web

        package var words: Words {
            switch self {
            case .phone: Words("电话", "Phone")
            case .counter: Words("柜面", "Counter")
            case .agent: Words("销售人员代报", "Salesperson")
            case .web: Words("网上", "Web")
            }
        }
    }

    /// Who claims, which decides what papers prove the right to it.
    package enum Claimant: String, GlossaryTerm {
        package static let family = "claim.claimant"

        case insured, beneficiary, heir, guardian, agent, thirdParty

        package var words: Words {
            switch self {
            case .insured: Words("被保险人本人", "The insured")
            case .beneficiary: Words("受益人", "Beneficiary")
            case .heir: Words("继承人", "Heir")
            case .guardian: Words("监护人", "Guardian")
            case .agent: Words("受托代办人", "Authorised agent")
            case .thirdParty: Words("第三者", "Third party")
            }
        }
    }

    /// The lines of business by which causes and documents differ.
    package enum Line: String, GlossaryTerm {
        package static let family = "claim.line"

        case motor, property, accident, medical

        package var words: Words {
            switch self {
            case .motor: Words("机动车", "Motor")
            case .property: Words("财产", "Property")
            case .accident: Words("意外伤害", "Accident")
            case .medical: Words("医疗", "Medical")
            }
        }
    }

    /// What caused a loss.
    package enum Cause: String, GlossaryTerm {
        package static let family = "claim.cause"

        case collision, overturning, scratching, glassBreakage, vehicleTheft, fallingObject, fire,
            explosion, lightning, rainstorm, flood, windstorm, typhoon, hail, landslide,
            earthquake, burstPipe, burglary, machineryBreakdown, trafficAccident, fall, burn,
            animalInjury, workAccident, drowning, otherAccident, illness, other

        package var words: Words {
            switch self {
            case .collision: Words("碰撞", "Collision")
            case .overturning: Words("倾覆", "Overturning")
            case .scratching: Words("划痕", "Scratching")
            case .glassBreakage: Words("玻璃单独破碎", "Glass breakage")
            case .vehicleTheft: Words("车辆盗抢", "Vehicle theft")
            case .fallingObject: Words("外界物体坠落", "Falling object")
            case .fire: Words("火灾", "Fire")
            case .explosion: Words("爆炸", "Explosion")
            case .lightning: Words("雷击", "Lightning")
            case .rainstorm: Words("暴雨", "Rainstorm")
            case .flood: Words("洪水", "Flood")
            case .windstorm: Words("暴风", "Windstorm")
            case .typhoon: Words("台风", "Typhoon")
            case .hail: Words("冰雹", "Hail")
            case .landslide: Words("泥石流、滑坡", "Landslide")
            case .earthquake: Words("地震", "Earthquake")
            case .burstPipe: Words("水管爆裂", "Burst pipe")
            case .burglary: Words("盗窃、抢劫", "Burglary or robbery")
            case .machineryBreakdown: Words("机器损坏", "Machinery breakdown")
            case .trafficAccident: Words("交通事故受伤", "Injury in traffic")
            case .fall: Words("跌倒或坠落", "Fall")
            case .burn: Words("烧伤、烫伤", "Burn or scald")
            case .animalInjury: Words("动物伤害", "Injury by an animal")
            case .workAccident: Words("工作中受伤", "Injury at work")
            case .drowning: Words("溺水", "Drowning")
            case .otherAccident: Words("其他意外", "Other accident")
            case .illness: Words("疾病", "Illness")
            case .other: Words("其他原因", "Other cause")
            }
        }

        /// The lines of business in which it is offered.
        package var lines: Set<Line> {
            switch self {
            case .collision, .overturning, .scratching, .glassBreakage, .vehicleTheft:
                [.motor]
            case .fallingObject, .fire, .explosion, .lightning, .rainstorm, .flood, .windstorm,
                .typhoon, .hail, .landslide, .earthquake:
                [.motor, .property]
            case .burstPipe, .burglary, .machineryBreakdown:
                [.property]
            case .trafficAccident, .fall, .burn, .animalInjury, .workAccident, .drowning,
                .otherAccident:
                [.accident, .medical]
            case .illness:
                [.medical]
            case .other:
                [.motor, .property, .accident, .medical]
            }
        }
    }

    /// How money reaches the person entitled to it.
    package enum PaymentMethod: String, GlossaryTerm {
        package static let family = "claim.paymentMethod"

        case bankTransfer, cheque, cashierOrder

        package var words: Words {
            switch self {
            case .bankTransfer: Words("银行转账", "Bank transfer")
            case .cheque: Words("支票", "Cheque")
            case .cashierOrder: Words("银行本票", "Cashier's order")
            }
        }
    }

    /// With what outcome a claim is closed.
    package enum Closing: String, GlossaryTerm {
        package static let family = "claim.closing"

        case paid, denied, zeroPayment

        package var words: Words {
            switch self {
            case .paid: Words("赔付结案", "Closed with payment")
            case .denied: Words("拒赔结案", "Closed by denial")
            case .zeroPayment: Words("零赔付结案", "Closed without payment")
            }
        }
    }

    /// Why a claim leaves the main line before a decision. Customer and company are kept apart.
    package enum Cancellation: String, GlossaryTerm {
        package static let family = "claim.cancellation"

        case customerWithdrawal, companyCancellation, duplicate

        package var words: Words {
            switch self {
            case .customerWithdrawal: Words("客户撤案", "Withdrawn by customer")
            case .companyCancellation: Words("公司销案", "Cancelled by company")
            case .duplicate: Words("重复报案注销", "Cancelled as duplicate")
            }
        }
    }

    /// Why a closed claim is taken up again.
    package enum ReopenReason: String, GlossaryTerm {
        package static let family = "claim.reopenReason"

        case newEvidence, furtherLoss, decisionError, complaintUpheld, judgment,
            review

        package var words: Words {
            switch self {
            case .newEvidence: Words("新的证据", "New evidence")
            case .furtherLoss: Words("追加损失", "Further loss")
            case .decisionError: Words("原处理有误", "Error in the decision")
            case .complaintUpheld: Words("投诉成立", "Complaint upheld")
            case .judgment: Words("法院判决或仲裁", "Judgment or award")
            case .review: Words("复核变更", "Changed on review")
            }
        }
    }
}
