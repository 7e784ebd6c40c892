import Kernel

/// The commands of one row, one after the other.
struct ImportRowWork: Sendable {
    let mapping: ImportMapping
    let dispatcher: Dispatcher
    /// Idempotency keys that were used before this chunk.
    let known: Set<String>

    struct Outcome: Sendable {
        var added: [String] = []
        var alreadyThere: [String] = []
        var refused: RefusedRow?
    }

    /// What a command of the row came to.
    private enum Standing {
        case added(JSON)
        case alreadyThere(JSON)
    }

    func perform(_ prepared: ImportRun.Prepared) async throws -> Outcome {
        var outcome = Outcome()
        var answers = ImportAnswers()
        var wasThere = false
        for step in mapping.steps where step.condition?.holds(in: prepared.row) ?? true {
            do {
                // A step that cannot tell a repetition by itself belongs to what was there before.
                if wasThere && !step.knowsItsSource {
                    outcome.alreadyThere.append(step.name)
                    continue
                }
                switch try await perform(step, prepared.row, answers) {
                case .added(let reply):
                    outcome.added.append(step.name)
                    answers.take(reply, of: step.name)
                case .alreadyThere(let reply):
                    outcome.alreadyThere.append(step.name)
                    answers.take(reply, of: step.name)
                    wasThere = wasThere || !known.contains(key(step, prepared.row))
                }
            } catch let problem as RowProblem {
                outcome.refused = refused(prepared, step, problem.id, problem.message)
                return outcome
            } catch let refusal as Refusal {
                let words = refusal == .keyReused ? Self.changed : Self.words(refusal)
                outcome.refused = refused(prepared, step, refusal.id, words)
                return outcome
            }
        }
        return outcome
    }

    private func key(_ step: ImportMapping.Step, _ row: ImportRow) -> String {
        mapping.idempotencyKey(row.key, step)
    }

    private func perform(
        _ step: ImportMapping.Step, _ row: ImportRow, _ answers: ImportAnswers
    ) async throws -> Standing {
        let body = try ImportValue.record(step.fields).json(row, answers) ?? .object(JSON.Object())
        let moment = try step.at?.json(row, answers)?.text.flatMap(Moment.init(iso8601:))
        let key = key(step, row)
        do {
            let receipt = try await patiently(row.line) {
                try await step.command.perform(
                    dispatcher, body, .system("import"), Envelope(key: key, now: moment))
            }
            return known.contains(key) ? .alreadyThere(receipt.reply) : .added(receipt.reply)
        } catch let refusal as Refusal where refusal.id == "record.exists" {
            return .alreadyThere(try await earlierReply(step, body))
        }
    }

    /// What a thing that was recorded before is called, for the commands that follow.
    private func earlierReply(_ step: ImportMapping.Step, _ body: JSON) async throws -> JSON {
        if let source = body["source"]?.text, let table = step.table {
            let number = try await dispatcher.database.read {
                try ImportStore.number(of: source, in: table, $0)
            }
            if let number { return ["number": .string(number)] }
        }
        guard let number = body["number"]?.text else { return .object(JSON.Object()) }
        return ["number": .string(number)]
    }

    /// Tries again while storage is busy; the same key makes sure that it happens once.
    private func patiently(
        _ line: Int, _ body: () async throws -> Receipt
    ) async throws -> Receipt {
        var attempt = 0
        while true {
            do {
                return try await body()
            } catch let refusal as Refusal
                where refusal.kind == .busy || refusal.kind == .unknownOutcome
            {
                attempt += 1
                guard attempt < 6 else {
                    throw ImportRun.Stopped(line: line, message: refusal.message)
                }
                try await Task.sleep(for: .milliseconds(50 << attempt))
            }
        }
    }

    private func refused(
        _ prepared: ImportRun.Prepared, _ step: ImportMapping.Step, _ id: String, _ message: Words
    ) -> RefusedRow {
        RefusedRow(
            line: prepared.record.line, step: step.name, reason: id, message: message,
            fields: prepared.record.fields)
    }

    private static let changed = Words(
        "该行以前导入过，内容不同；已登记的内容没有更改，请在系统中更正",
        "this row was imported before with other content; what is recorded was not changed: "
            + "correct it there")

    private static func words(_ refusal: Refusal) -> Words {
        let zh = refusal.fields.map { "\($0.name)：\($0.message.zh)" }
        let en = refusal.fields.map { "\($0.name): \($0.message.en)" }
        return Words(
            ([refusal.message.zh] + zh).joined(separator: "；"),
            ([refusal.message.en] + en).joined(separator: "; "))
    }
}

extension ImportMapping.Step {
    fileprivate var knowsItsSource: Bool {
        command.fields.contains { $0.name == "source" }
    }

    /// The table of what it adds, where one can be found again by its source key.
    fileprivate var table: String? {
        switch command.name {
        case "policies.record": Policy.table
        case "customers.record": Customer.table
        case "claims.registerNotice": Notice.table
        case "claims.registerClaim": Claim.table
        default: nil
        }
    }
}
