import Kernel

extension ReadCollections {
    static let contact = ReadCollection(
        "customer_contact", CustomerContact.self, numbered: nil, order: "id",
        filters: ["case_number", "purpose", "outcome"], readers: caseReaders
    ) { contact in
        [
            ReadField("case", contact.subject.number),
            ReadField("purpose", contact.purpose.rawValue, contact.purpose.title),
            ReadField("channel", contact.channel.rawValue, contact.channel.title),
            ReadField("outcome", contact.outcome.rawValue, contact.outcome.title),
            ReadField("note", contact.note, .narrative), ReadField("by", contact.by.text),
            ReadField("at", contact.at),
        ]
    }

    static let question = ReadCollection(
        "deadline_question", DeadlineQuestion.self, order: "id", filters: ["claim", "stage"],
        readers: caseReaders
    ) { asked in
        [
            ReadField("number", asked.number), ReadField("claim", asked.claim),
            ReadField("stage", asked.state.rawValue, asked.state.title),
            ReadField("metric", asked.metric), ReadField("clock", asked.clock.text),
            ReadField("question", asked.question, .narrative),
            ReadField("askedAt", asked.askedAt),
            ReadField("why", JSON.array((asked.answer?.why ?? []).map(\.json))),
            ReadField("remark", asked.answer?.remark, .narrative),
            ReadField("answeredAt", asked.answer?.at),
        ]
    }
}
