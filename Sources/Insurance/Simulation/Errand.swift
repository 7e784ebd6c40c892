package import Kernel

/// One command that one person gives, as the API would receive it.
package struct Errand: Sendable {
    package enum Sense: String, Sendable {
        /// A step of the work.
        case work
        /// Something that must be refused.
        case mistake
        /// The errand before, once more under the same key: it must not happen twice.
        case again
    }

    package let who: Principal
    package let command: String
    package let fields: JSON
    package var sense = Sense.work
    package var ifVersion: Int64?

    init(_ who: Principal, _ command: String, _ fields: JSON) {
        self.who = who
        self.command = command
        self.fields = fields
    }

    init(_ who: OfficeMember, _ command: String, _ fields: JSON) {
        self.init(who.principal, command, fields)
    }

    /// The same by somebody else, or with other fields, which must be refused.
    func mistaken(
        by other: OfficeMember? = nil, fields: JSON? = nil, ifVersion: Int64? = nil
    ) -> Errand {
        var errand = Errand(other?.principal ?? who, command, fields ?? self.fields)
        errand.sense = .mistake
        errand.ifVersion = ifVersion
        return errand
    }

    var repeated: Errand {
        var errand = self
        errand.sense = .again
        return errand
    }
}

/// Errands that belong together: given one after the other until one is refused.
struct Assignment: Sendable {
    var errands: [Errand]
    /// What follows later when all were done.
    var later: [(Moment, Diary.Entry)] = []

    init(_ errands: [Errand]) { self.errands = errands }
}
