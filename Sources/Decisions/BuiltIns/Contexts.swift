extension BuiltIn {
    static let contexts = [
        BuiltIn("get value", ["m, key", "context, key"]) { arguments in
            guard let context = arguments.context(0) else { return nil }
            if case .list(let path) = arguments[1], !path.isEmpty {
                var value = Value.context(context)
                for key in path {
                    guard let name = key.string, let next = value.context?[name] else { return nil }
                    value = next
                }
                return value
            }
            return arguments.string(1).flatMap { context[$0] }
        },
        BuiltIn("get entries", ["m", "context"]) { arguments in
            arguments.context(0).map { context in
                .list(
                    context.entries.map { name, value in
                        .context(Context([("key", .string(name)), ("value", value)]))
                    })
            }
        },
        BuiltIn("context", ["entries"]) { arguments in
            guard let entries = arguments.list(0) else { return nil }
            var pairs: [(String, Value)] = []
            for entry in entries {
                guard let entry = entry.context, let key = entry["key"]?.string,
                    let value = entry["value"], !pairs.contains(where: { same($0.0, key) })
                else { return nil }
                pairs.append((key, value))
            }
            return .context(Context(pairs))
        },
        BuiltIn("context put", ["context, key, value", "context, keys, value"]) { arguments in
            guard let context = arguments.context(0) else { return nil }
            switch arguments[1] {
            case .string(let key): return .context(context.putting(key, arguments[2]))
            case .list(let keys):
                let names = keys.compactMap(\.string)
                guard names.count == keys.count else { return nil }
                return context.putting(names[...], arguments[2]).map(Value.context)
            default: return nil
            }
        },
        BuiltIn("context merge", ["contexts"]) { arguments in
            guard let contexts = arguments.list(0) else { return nil }
            var pairs: [(String, Value)] = []
            for value in contexts {
                guard let context = value.context else { return nil }
                pairs += context.entries
            }
            return .context(Context(pairs))
        },
    ]
}

extension Context {
    func putting(_ key: String, _ value: Value) -> Context {
        Context(entries + [(key, value)])
    }

    /// Nil when the path is empty or leads through something that is no context.
    fileprivate func putting(_ keys: ArraySlice<String>, _ value: Value) -> Context? {
        guard let key = keys.first else { return nil }
        if keys.count == 1 { return putting(key, value) }
        guard let inner = self[key]?.context,
            let changed = inner.putting(keys.dropFirst(), value)
        else { return nil }
        return putting(key, .context(changed))
    }
}
