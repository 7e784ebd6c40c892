import Kernel

extension Refusal {
    static let noInvestigation = Refusal(
        .missing, "investigation.none",
        Words("本案没有进行中的调查，请先安排调查", "no investigation of this claim is open; plan one first"))
    static let noTask = Refusal(
        .missing, "investigation.noTask",
        Words("没有这项调查任务，请核对任务编号", "there is no such task; check its code"))
    static let taskDone = Refusal(
        .conflict, "investigation.taskDone", Words("该任务已完成", "this task is done already"))
    static let investigationDecided = Refusal(
        .conflict, "investigation.claimDecided",
        Words(
            "案件已提交核赔或已作决定，需退回理算后才能安排调查",
            "the claim is before an approver or decided; it must be returned before it is "
                + "investigated"))
    static let investigationPlanned = Refusal(
        .conflict, "investigation.planned",
        Words("本案已有进行中的调查", "an investigation of this claim is under way already"))
    static let nothingProposedToDo = Refusal(
        .invalid, "investigation.nothingProposed",
        Words(
            "规则没有提出调查建议，请写明要做的任务",
            "the rule proposes nothing for this claim; name the tasks yourself"))
    static let tooManyInvestigations = Refusal(
        .conflict, "investigation.tooMany",
        Words("本案调查次数已达上限（9 次）", "the claim was investigated nine times already"))
    static let notDeclared = Refusal(
        .forbidden, "investigation.notDeclared",
        Words(
            "请先声明与本案无利害关系，再记录调查内容",
            "declare first that you have no interest in this case"))
    static let hasInterest = Refusal(
        .forbidden, "investigation.hasInterest",
        Words(
            "您已声明与本案有利害关系，应当回避；请转交他人",
            "you declared an interest in this case; hand the task to somebody else"))
    static let evidenceNotOfCase = Refusal(
        .conflict, "investigation.evidenceNotOfCase",
        Words(
            "所列文件未归入本案或已被隔离，请先上传并归入本案",
            "a file named is not one of this case, or quarantined; attach it to the case first"))
    static let notAnAdjusterTask = Refusal(
        .conflict, "investigation.notAnAdjusterTask",
        Words("该任务不是委托公估", "this task is not one for a loss adjuster"))
    static let adjusterNotIndependent = Refusal(
        .forbidden, "investigation.adjusterNotIndependent",
        Words(
            "公估机构须声明与各方无利害关系，否则不得委托",
            "a loss adjuster must declare independence of all parties, or is not appointed"))
    static let adjusterNotAppointed = Refusal(
        .conflict, "investigation.adjusterNotAppointed",
        Words("尚未委托公估机构", "no loss adjuster was appointed yet"))
    static let adjusterReportMissing = Refusal(
        .conflict, "investigation.adjusterReportMissing",
        Words(
            "完成公估任务须附上公估报告文件",
            "the task of a loss adjuster is done with the file of the report"))
    static let feeOverAuthority = Refusal(
        .forbidden, "investigation.feeOverAuthority",
        Words(
            "公估费超出您的权限，请由更高权限的人委托",
            "the fee is above your authority; somebody with more appoints the adjuster"))
    static let dueInPast = Refusal(
        .invalid, "investigation.dueInPast",
        Words("报告期限应在今天之后", "the report must be due after today"))
    static let dayInFuture = Refusal(
        .invalid, "investigation.dayInFuture", Words("日期不能晚于今天", "the day lies in the future"))
    static let notAnInjuryTask = Refusal(
        .conflict, "investigation.notAnInjuryTask",
        Words("该任务不是人伤跟踪", "this task is not a bodily-injury follow-up"))
    static let nextVisitEarlier = Refusal(
        .invalid, "investigation.nextVisitEarlier",
        Words("下次探访应晚于本次", "the next visit must be after this one"))
    static let taskFull = Refusal(
        .conflict, "investigation.taskFull",
        Words("该任务的记录已达上限（100 条）", "the task holds as many records as it may: 100"))
    static let reinspectorIsSurveyor = Refusal(
        .forbidden, "investigation.reinspectorIsSurveyor",
        Words("复勘须由未参加过本次调查的人办理", "who investigated before may not re-inspect"))
    static let reviewerIsInvestigator = Refusal(
        .forbidden, "investigation.reviewerIsInvestigator",
        Words("参加调查的人不得审阅本次报告", "who investigated may not review the report"))

    static func investigationOpen(_ number: String) -> Refusal {
        Refusal(
            .conflict, "investigation.open",
            Words(
                "调查 \(number) 尚未结束，调查结束后才能理算",
                "the investigation \(number) is open; adjust the claim once it is closed"))
    }
}
