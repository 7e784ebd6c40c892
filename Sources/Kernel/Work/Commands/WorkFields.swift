extension Field {
    /// The work item a verb is about.
    package static func item(_ path: FieldPath<Owner, ID<WorkItem>>) -> Field {
        Field("item", path, Words("待办", "Work item"), "work_item")
    }

    /// A colleague, by staff number.
    static func colleague(_ path: FieldPath<Owner, String>) -> Field {
        Field("to", path, Words("同事工号", "Colleague's staff number"), .line(40))
    }

    /// Why, in the actor's words; nothing about a customer belongs here.
    package static func reason(
        _ path: FieldPath<Owner, String>, name: String = "reason"
    ) -> Field {
        Field(
            name, path, Words("说明", "Explanation"), .lines(1000),
            help: Words("不要写入客户个人信息", "Do not write customers' personal data here"))
    }
}

extension ID {
    /// The identity of nothing, before the fields of a command are read.
    package static var blank: ID { ID(at: Moment(milliseconds: 0), random: (0, 0)) }
}

extension Decision {
    /// A decision of one event on one state.
    package init<State: Aggregate>(changing loaded: Loaded<State>, _ events: State.Event...) {
        self.init()
        change(loaded, events: events)
    }
}
