/// What the verbs of a work item share: the item, the one who acts, and who else is named.
package struct WorkFacts: Sendable {
    package let item: Loaded<WorkItem>
    /// The other person the verb names, when that person is active.
    package let other: RosterEntry?
    /// Whether the verb names another person at all.
    let namesOther: Bool

    static func gather(
        _ id: ID<WorkItem>, other number: String? = nil, _ context: Context,
        _ transaction: any Transaction
    ) throws -> WorkFacts {
        guard let item = try transaction.hold(id) else { throw Refusal.noSuch(WorkItem.title) }
        if let seen = context.ifVersion, seen != item.version { throw Refusal.staleVersion }
        let other = try number.flatMap { try RosterEntry.find(number: $0, transaction) }
        return WorkFacts(item: item, other: other, namesOther: number != nil)
    }

    /// The acting member of staff.
    static func actor(_ context: Context) throws(Refusal) -> ID<StaffMember> {
        guard let staff = context.principal.staff else { throw .notYourPost }
        return staff
    }

    /// The acting member, who must hold the item.
    func holder(_ context: Context) throws(Refusal) -> ID<StaffMember> {
        let staff = try WorkFacts.actor(context)
        try require(item.state.isOpen, else: .workOver)
        try require(item.holder == staff, else: .notTheHolder)
        return staff
    }

    /// The named person, who must be active and hold the item's post when `mayDoIt` asks for that.
    func named(mayDoIt: Bool) throws(Refusal) -> ID<StaffMember> {
        guard let other else { throw .noSuchColleague }
        try require(!mayDoIt || other.posts.contains(item.post), else: .colleagueLacksPost)
        return other.id
    }
}

extension Refusal {
    static let workOver = Refusal(
        .conflict, "work.over", Words("该待办已办结", "this piece of work is already done"))
    static let notTheHolder = Refusal(
        .forbidden, "work.notTheHolder",
        Words("该待办不在您名下，请先认领", "you do not hold this piece of work; claim it first"))
    static let noSuchColleague = Refusal(
        .missing, "work.noSuchColleague",
        Words("找不到该在岗员工，请核对工号", "there is no active colleague with this staff number"))
    static let colleagueLacksPost = Refusal(
        .conflict, "work.colleagueLacksPost",
        Words("对方没有办理该待办的岗位", "that colleague does not hold the post this work needs"))
    static let workHeld = Refusal(
        .conflict, "work.held", Words("该待办已由他人认领", "someone else already holds this work"))
    package static let workForOnePerson = Refusal(
        .conflict, "work.forOnePerson",
        Words(
            "会商席位不能转办或退回；不能参加的请申请回避",
            "a seat on a panel is not passed on or given back; recuse yourself instead"))
    static let workBegun = Refusal(
        .conflict, "work.begun",
        Words("对方已开始办理，不能取回", "the other person has begun; it cannot be taken back"))
    static let nothingToTakeBack = Refusal(
        .forbidden, "work.nothingToTakeBack",
        Words("只有转出人可以取回", "only the one who handed it over may take it back"))
    static let signaturesOpen = Refusal(
        .conflict, "work.signaturesOpen",
        Words("还有加签或会签意见未签署", "signatures that were asked for are still open"))
    static let signatureNotAsked = Refusal(
        .forbidden, "work.signatureNotAsked",
        Words("没有请您签署", "nobody asked for your signature"))
    static let signatureAskedTwice = Refusal(
        .conflict, "work.signatureAskedTwice",
        Words("已请该员工签署", "this colleague was already asked to sign"))
    static let notYourself = Refusal(
        .conflict, "work.notYourself", Words("不能指定自己", "name somebody other than yourself"))
    static let suspensionInPast = Refusal(
        .invalid, "work.suspensionInPast",
        Words("恢复时间须晚于现在，且不超过 90 天", "name a moment after now and within 90 days"))
    static let delegationOpen = Refusal(
        .conflict, "work.delegationOpen",
        Words("该待办已委派他人，待其答复", "this work is with a delegate who has not answered yet"))
    static let noDelegation = Refusal(
        .forbidden, "work.noDelegation", Words("没有委派给您", "this was not delegated to you"))
    static let notHeldYet = Refusal(
        .conflict, "work.notHeldYet",
        Words("尚无人认领，无人可催", "nobody holds this yet, so nobody can be urged"))
    static let notSuspended = Refusal(
        .conflict, "work.notSuspended", Words("该待办未挂起", "this work is not suspended"))
}
