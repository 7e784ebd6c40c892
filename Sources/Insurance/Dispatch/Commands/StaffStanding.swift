package import Kernel

/// Records which lines of business a member is competent for, and up to which difficulty.
package struct RecordCompetence: Command {
    package static let statement = CommandStatement<RecordCompetence>(
        "staff.recordCompetence", Words("登记专业能力", "Record competence"),
        Words(
            "登记员工胜任的险种和案件难度；派工只派给胜任者",
            "Record the lines and difficulty a member is competent for; work is routed by it"),
        duties: ["4.1.1"], by: .held(by: .claimsSupervisor),
        on: .numbered(StaffRecord.self, "staff", \.staff),
        fields: [
            StaffFields.subject(\.staff),
            Field("lines", \.lines, Words("险种", "Lines of business"), ListRule(max: 10)),
            Field(
                "hardest", \.hardest, Words("最高难度", "Hardest cases"),
                help: Words("可以办理到哪一类案件", "Up to which kind of case")),
            .reason(\.reason),
        ])

    package var staff = ""
    package var lines: [LineOfBusiness] = []
    package var hardest = Complexity.complex
    package var reason = ""

    package struct Facts: Sendable {
        let member: Loaded<StaffRecord>
        let known: Loaded<StaffCompetence>?
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let member: Loaded<StaffRecord> = try transaction.subject(staff, context)
        return try Facts(
            member: member,
            known: DispatchStore.competence(of: member.state.member, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        try require(facts.member.isActive, else: .hasLeft)
        try require(facts.member.state.member != context.principal.staff, else: .ownCompetence)
        let lines = LineOfBusiness.allCases.filter(self.lines.contains)
        var decision = Decision()
        if let known = facts.known {
            decision.change(
                known, .changed(lines, hardest: hardest, reason: reason, at: context.now))
        } else {
            decision.open(
                StaffCompetence.self,
                .recorded(
                    StaffCompetence(
                        id: context.id("competence"), of: facts.member.state, lines: lines,
                        hardest: hardest)))
        }
        decision.reason = reason
        return decision
    }
}

/// Declares that a member of staff is a customer or stands close to one.
package struct DeclareRelation: Command {
    package static let statement = CommandStatement<DeclareRelation>(
        "staff.declareRelation", Words("申报关系", "Declare a relation"),
        Words(
            "员工申报与客户的关系；此后不得办理该客户的案件",
            "A member of staff declares a relation to a customer and handles no case of theirs"),
        duties: ["4.2.2c"], by: .staff,
        on: .numbered(Customer.self, "customer", \.customer),
        fields: [
            Field("customer", \.customer, Words("客户编号", "Customer number"), .line(40)),
            Field("kind", \.kind, Words("关系", "Relation")),
            Field(
                "staff", optional: \.staff, Words("工号", "Staff number"), .line(40),
                help: Words(
                    "不填为本人；合规专员可代为登记", "Yourself when left out; compliance may record others")),
        ])

    package var customer = ""
    package var kind = StaffRelation.Kind.other
    package var staff: String?

    package struct Facts: Sendable {
        let member: Loaded<StaffRecord>?
        let customer: Loaded<Customer>
        let known: Loaded<StaffRelation>?
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let customer: Loaded<Customer> = try transaction.subject(self.customer, context)
        let member: Loaded<StaffRecord>? =
            if let staff {
                try transaction.load(number: staff)
            } else {
                try context.principal.staff.flatMap {
                    try transaction.load($0.of(StaffRecord.self))
                }
            }
        let known: Loaded<StaffRelation>? = try member.flatMap {
            try transaction.loadFirst(
                where: """
                    staff = \($0.state.member) AND person = \(customer.person) AND is_current = 1
                    """)
        }
        return Facts(member: member, customer: customer, known: known)
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        guard let member = facts.member?.state else { throw .noSuch(StaffRecord.title) }
        try require(
            member.member == context.principal.staff
                || context.principal.posts.contains(Post(.complianceOfficer))
                || context.principal.staff == nil,
            else: .declareForYourself)
        if facts.known != nil { throw .alreadyRecorded(StaffRelation.title, customer) }
        let relation = StaffRelation(
            id: context.id("relation"), of: member, to: facts.customer.state, kind,
            by: context.principal, at: context.now)
        var decision = Decision()
        decision.open(StaffRelation.self, .declared(relation))
        decision.reply = ["relation": .string(relation.id.text)]
        return decision
    }
}

/// Ends a declared relation: the compliance officer looks at why it is no more.
package struct EndRelation: Command {
    package static let statement = CommandStatement<EndRelation>(
        "staff.endRelation", Words("终止关系申报", "End a declared relation"),
        Words("合规专员核实关系不复存在后终止", "The compliance officer ends it once it is no more"),
        duties: ["4.2.2c"], by: .held(by: .complianceOfficer),
        fields: [
            Field("relation", \.relation, Words("申报", "Declaration"), "staff_relation"),
            .reason(\.reason),
        ])

    package var relation = ID<StaffRelation>.blank
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<StaffRelation> {
        guard let relation = try transaction.hold(relation) else {
            throw Refusal.noSuch(StaffRelation.title)
        }
        return relation
    }

    package func decide(
        _ relation: Loaded<StaffRelation>, _ context: Context
    ) throws(Refusal) -> Decision {
        try require(relation.endedAt == nil, else: .relationOver)
        try require(relation.state.staff != context.principal.staff, else: .ownRelation)
        var decision = Decision(changing: relation, .ended(reason: reason, at: context.now))
        decision.reason = reason
        return decision
    }
}

/// Records when a member is away, and who covers.
package struct RecordLeave: Command {
    package static let statement = CommandStatement<RecordLeave>(
        "staff.recordLeave", Words("登记请假", "Record leave"),
        Words(
            "登记请假起止日和代办人；期间不再派工，名下待办转给代办人或退回任务池",
            "Record the days away and the deputy; nothing is routed to the member, and what they "
                + "hold goes to the deputy or back to the pool"),
        duties: ["4.2.2a"], keeps: .drive,
        by: .held(by: .claimsSupervisor, .serviceSupervisor, .dispatcher),
        on: .numbered(StaffRecord.self, "staff", \.staff),
        fields: [
            StaffFields.subject(\.staff),
            Field("from", \.from, Words("开始日", "First day away")),
            Field("to", \.to, Words("结束日", "Last day away")),
            Field(
                "deputy", optional: \.deputy, Words("代办人工号", "Staff number of the deputy"),
                .line(40)),
        ])

    package var staff = ""
    package var from = Day(number: 0)
    package var to = Day(number: 0)
    package var deputy: String?

    package struct Facts: Sendable {
        let member: Loaded<StaffRecord>
        let deputy: Loaded<StaffRecord>?
        let overlapping: Bool
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let member: Loaded<StaffRecord> = try transaction.subject(staff, context)
        return try Facts(
            member: member, deputy: deputy.flatMap { try transaction.load(number: $0) },
            overlapping: DispatchStore.isAway(member.state.member, from, to, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        try require(facts.member.isActive, else: .hasLeft)
        try require(
            from <= to && Int64(to.number) - Int64(from.number) < StaffLeave.mostDays,
            else: .leavePeriod)
        try require(!facts.overlapping, else: .leaveOverlaps)
        if deputy != nil {
            guard let deputy = facts.deputy, deputy.isActive else {
                throw .noSuch(StaffRecord.title)
            }
            try require(deputy.id != facts.member.id, else: .deputyIsSelf)
        }
        let leave = StaffLeave(
            id: context.id("leave"), of: facts.member.state, first: from, last: to,
            deputy: facts.deputy?.state)
        var decision = Decision()
        decision.open(StaffLeave.self, .recorded(leave))
        decision.reply = ["leave": .string(leave.id.text)]
        return decision
    }
}

/// Cancels leave that is not taken.
package struct CancelLeave: Command {
    package static let statement = CommandStatement<CancelLeave>(
        "staff.cancelLeave", Words("取消请假", "Cancel leave"),
        Words("取消后即恢复派工", "Work is routed to the member again"),
        by: .held(by: .claimsSupervisor, .serviceSupervisor, .dispatcher),
        fields: [
            Field("leave", \.leave, Words("请假", "Leave"), "staff_leave"), .reason(\.reason),
        ])

    package var leave = ID<StaffLeave>.blank
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<StaffLeave> {
        guard let leave = try transaction.hold(leave) else {
            throw Refusal.noSuch(StaffLeave.title)
        }
        return leave
    }

    package func decide(
        _ leave: Loaded<StaffLeave>, _ context: Context
    ) throws(Refusal) -> Decision {
        try require(leave.cancelledAt == nil, else: .leaveOver)
        var decision = Decision(changing: leave, .cancelled(reason: reason, at: context.now))
        decision.reason = reason
        return decision
    }
}

extension Refusal {
    static let ownCompetence = Refusal(
        .forbidden, "staff.ownCompetence",
        Words("不能登记本人的专业能力，请由主管办理", "nobody records their own competence; ask a supervisor"))
    static let declareForYourself = Refusal(
        .forbidden, "staff.declareForYourself",
        Words("只能申报本人的关系；代他人登记请联系合规专员",
            "declare your own relations; for others ask the compliance officer"))
    static let relationOver = Refusal(
        .conflict, "staff.relationOver", Words("该关系申报已终止", "this declaration has ended"))
    static let ownRelation = Refusal(
        .forbidden, "staff.ownRelation",
        Words("不能终止本人的关系申报", "nobody ends their own declaration"))
    static let leavePeriod = Refusal(
        .invalid, "staff.leavePeriod",
        Words("结束日须不早于开始日，且不超过 366 天",
            "the last day is not before the first, and at most 366 days away"))
    static let leaveOverlaps = Refusal(
        .conflict, "staff.leaveOverlaps",
        Words("与已登记的请假重叠", "it overlaps leave already recorded"))
    static let deputyIsSelf = Refusal(
        .invalid, "staff.deputyIsSelf", Words("代办人不能是本人", "the deputy is somebody else"))
    static let leaveOver = Refusal(
        .conflict, "staff.leaveOver", Words("该请假已取消", "this leave is cancelled already"))
}
