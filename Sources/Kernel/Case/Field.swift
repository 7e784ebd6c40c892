/// Where in a command a field's value lives.
package typealias FieldPath<Owner, Value> = any WritableKeyPath<Owner, Value> & Sendable

/// One field of a command, stated once: name, title, type, limits and where the value lives.
package struct Field<Owner: Sendable>: Sendable {
    package let statement: FieldStatement
    let read: @Sendable (JSON, inout Owner) throws(FieldProblem) -> Void
    let write: @Sendable (Owner) -> JSON?
    let seal: (@Sendable (inout Owner, any Sealing) throws -> Void)?

    /// A field that must be given.
    package init<Value: FieldValue>(
        _ name: String, _ path: FieldPath<Owner, Value>, _ title: Words,
        _ rule: Value.Rule, help: Words? = nil
    ) {
        statement = FieldStatement(
            name: name, title: title, help: help, kind: Value.kind(rule), isRequired: true)
        read = { json, owner throws(FieldProblem) in
            owner[keyPath: path] = try Value.read(json, rule)
        }
        write = { $0[keyPath: path].fieldJSON }
        seal = Self.sealing(path)
    }

    /// A field that may be left out.
    package init<Value: FieldValue>(
        _ name: String, optional path: FieldPath<Owner, Value?>, _ title: Words,
        _ rule: Value.Rule, help: Words? = nil
    ) {
        statement = FieldStatement(
            name: name, title: title, help: help, kind: Value.kind(rule), isRequired: false)
        read = { json, owner throws(FieldProblem) in
            owner[keyPath: path] = try Value.read(json, rule)
        }
        write = { $0[keyPath: path]?.fieldJSON }
        seal = Self.sealing(optional: path)
    }
}

extension Field {
    /// A required field whose rule has nothing to say.
    package init<Value: FieldValue>(
        _ name: String, _ path: FieldPath<Owner, Value>, _ title: Words,
        help: Words? = nil
    ) where Value.Rule == Void {
        self.init(name, path, title, (), help: help)
    }

    /// An optional field whose rule has nothing to say.
    package init<Value: FieldValue>(
        _ name: String, optional path: FieldPath<Owner, Value?>, _ title: Words,
        help: Words? = nil
    ) where Value.Rule == Void {
        self.init(name, optional: path, title, (), help: help)
    }

    private static func sealing<Value: FieldValue>(
        _ path: FieldPath<Owner, Value>
    ) -> (@Sendable (inout Owner, any Sealing) throws -> Void)? {
        guard Value.self is any Sealable.Type else { return nil }
        return { owner, sealing in
            guard var value = owner[keyPath: path] as? any Sealable else { return }
            try value.seal(with: sealing)
            if let sealed = value as? Value { owner[keyPath: path] = sealed }
        }
    }

    private static func sealing<Value: FieldValue>(
        optional path: FieldPath<Owner, Value?>
    ) -> (@Sendable (inout Owner, any Sealing) throws -> Void)? {
        guard Value.self is any Sealable.Type else { return nil }
        return { owner, sealing in
            guard var value = owner[keyPath: path] as? any Sealable else { return }
            try value.seal(with: sealing)
            if let sealed = value as? Value { owner[keyPath: path] = sealed }
        }
    }
}

/// Reading and writing all fields of an owner.
package enum FieldReading {
    /// Reads an object into `owner`, collecting every problem: unknown names, wrong types, limits,
    /// missing fields. `null` counts as left out.
    package static func read<Owner>(
        _: Owner.Type, from json: JSON, _ blank: Owner, _ fields: [Field<Owner>],
        _ problems: inout [FieldProblem]
    ) -> Owner {
        var owner = blank
        guard case .object(let object) = json else {
            problems.append(.expected("对象", "an object"))
            return owner
        }
        for member in object.members where !fields.contains(where: { $0.name == member.name }) {
            problems.append(
                FieldProblem(Words("没有这个字段", "there is no such field"), at: shown(member.name)))
        }
        for field in fields {
            field.take(object[field.name], into: &owner, &problems)
        }
        return owner
    }

    package static func write<Owner>(_ owner: Owner, _ fields: [Field<Owner>]) -> JSON.Object {
        var object = JSON.Object()
        for field in fields { object[field.name] = field.write(owner) }
        return object
    }

    /// An unknown name is repeated to its sender only when it looks like a name at all.
    private static func shown(_ name: String) -> String {
        let plain = name.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                || $0 == 0x5F
        }
        return plain && name.utf8.count <= 40 ? name : "?"
    }
}

extension Field {
    package var name: String { statement.name }

    fileprivate func take(
        _ json: JSON?, into owner: inout Owner, _ problems: inout [FieldProblem]
    ) {
        guard let json, json != .null else {
            if statement.isRequired {
                problems.append(FieldProblem(Words("必须填写", "this must be given"), at: name))
            }
            return
        }
        do {
            try read(json, &owner)
        } catch {
            let inner = error.place
            let place = inner.isEmpty || inner.hasPrefix("[") ? name + inner : "\(name).\(inner)"
            problems.append(FieldProblem(error.message, at: place))
        }
    }
}
