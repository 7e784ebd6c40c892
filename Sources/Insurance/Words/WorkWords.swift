package import Kernel

/// The terms of work items and of promises that were not kept.
package enum WorkWords {
    /// What people do with a piece of work, each with its exact meaning.
    package enum Verb: String, GlossaryTerm {
        package static let family = "work.verb"

        case claim, handOver, delegate, addSigner, countersign, copy, urge, `return`, takeBack,
            suspend, resume

        package var words: Words {
            switch self {
            case .claim: Words("认领", "Claim")
            case .handOver: Words("转办", "Hand over")
            case .delegate: Words("委派", "Delegate")
            case .addSigner: Words("加签", "Add a signer")
            case .countersign: Words("会签", "Countersign")
            case .copy: Words("抄送", "Copy")
            case .urge: Words("催办", "Urge")
            case .return: Words("退回", "Return")
            case .takeBack: Words("取回", "Take back")
            case .suspend: Words("挂起", "Suspend")
            case .resume: Words("恢复", "Resume")
            }
        }

        package var meaning: Words? {
            switch self {
            case .claim:
                Words(
                    "从共享池领取一项工作，由本人负责办理，可以退还。",
                    "Take an item from the shared pool as one's own work; it can be put back.")
            case .handOver:
                Words(
                    "把工作交给他人办理，自己不再负责。",
                    "Give the item to someone else for good and leave its chain.")
            case .delegate:
                Words(
                    "请他人代办，办完交回本人，由本人完成。",
                    "Let someone else do the work, which then comes back to be completed.")
            case .addSigner:
                Words("在本人之前或之后增加一名审批人。", "Insert one more approver before or after oneself.")
            case .countersign:
                Words(
                    "几名审批人同时各自表态，按规定的人数或比例通过。",
                    "Several approve in parallel; the rule of the step says how many must agree.")
            case .copy:
                Words(
                    "让他人知悉并留下已阅记录，对方无须办理。",
                    "Let others know and record that they read it; they need not act.")
            case .urge:
                Words(
                    "提醒承办人尽快办理，次数公开并受限，多次催办升级给主管。",
                    "Ask for haste; urging is counted, limited, and escalates when repeated.")
            case .return:
                Words(
                    "写明理由，把工作退给发起人或前面的步骤重新办理。",
                    "Send the item back to its initiator or an earlier step, with a reason.")
            case .takeBack:
                Words(
                    "下一位尚未办理前，收回自己刚提交的工作。",
                    "Recall what one has passed on, as long as the next person has not acted.")
            case .suspend:
                Words(
                    "写明理由暂停办理；计时是否暂停由该时限的规则决定。",
                    "Put the item on hold for a stated reason; its clock's rule says if it pauses.")
            case .resume: Words("结束挂起，继续办理。", "End the suspension and go on with the work.")
            }
        }
    }

    /// Why a promise was not kept.
    package enum BreachCause: String, GlossaryTerm {
        package static let family = "work.breachCause"

        case company, customer, thirdParty, forceMajeure

        package var words: Words {
            switch self {
            case .company: Words("公司原因", "Company")
            case .customer: Words("客户原因", "Customer")
            case .thirdParty: Words("第三方原因", "Third party")
            case .forceMajeure: Words("不可抗力", "Force majeure")
            }
        }

        package var meaning: Words? {
            switch self {
            case .company:
                Words(
                    "延误由本公司人员、系统或安排造成。",
                    "Our own people, systems or arrangements caused the delay.")
            case .customer:
                Words(
                    "延误由客户未能及时配合造成，且已告知客户。",
                    "The customer, who had been told what was needed, caused the delay.")
            case .thirdParty:
                Words(
                    "延误由客户与公司以外的人或机构造成。",
                    "A person or body other than customer and company caused the delay.")
            case .forceMajeure:
                Words(
                    "延误由不能预见、不能避免且不能克服的情况造成。",
                    "Something unforeseeable, unavoidable and insurmountable caused the delay.")
            }
        }
    }
}
