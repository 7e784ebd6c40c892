import Insurance
import Kernel

/// A command as the API describes it.
enum CommandDocument {
    static func json(_ command: RegisteredCommand) -> JSON {
        [
            "name": .string(command.name), "title": command.title.json,
            "summary": command.summary.json,
            "duties": .array(command.duties.map { .string($0.text) }),
            "keeps": .string(command.keeps.rawValue), "posts": posts(command.permission),
            "fields": .array(command.fields.map(field)),
            "schema": FieldSchema.object(command.fields),
        ]
    }

    private static func field(_ field: FieldStatement) -> JSON {
        var object: JSON.Object = [
            "name": .string(field.name), "title": field.title.json,
            "required": .bool(field.isRequired), "personal": .bool(isPersonal(field.kind)),
        ]
        if let help = field.help { object["help"] = help.json }
        return .object(object)
    }

    private static func isPersonal(_ kind: FieldKind) -> Bool {
        switch kind {
        case .personal: true
        case .list(let inner, _): isPersonal(inner)
        case .record(let fields): fields.contains { isPersonal($0.kind) }
        default: false
        }
    }

    /// The codes of the posts, with `customer` where customers may too; `["staff"]`, `["anyone"]`
    /// or `["system"]` where it is not a list.
    static func posts(_ permission: Permission) -> JSON {
        switch permission {
        case .posts(let posts): .array(posts.sorted().map { .string($0.code) })
        case .postsAndCustomers(let posts):
            .array(posts.sorted().map { .string($0.code) } + ["customer"])
        case .staff: ["staff"]
        case .system: ["system"]
        case .anyone: ["anyone"]
        }
    }
}
