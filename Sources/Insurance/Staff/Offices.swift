package import Kernel

/// A branch of the insurer (分支机构). Its identity is an `ID<Branch>` wherever the kernel asks.
package struct Office: Aggregate {
    package enum Event: Sendable, Codable {
        case opened(Office)
    }

    package static let table = "branch"
    package static let title = Words("机构", "branch")

    package let id: ID<Office>
    package let code: String
    package let name: Words
    package let parent: ID<Office>?

    /// The identity as the kernel knows it.
    package var branch: ID<Branch> { id.of(Branch.self) }

    package var columns: [(String, SQLValue)] {
        [("code", code.sql), ("parent", parent.sql)]
    }

    package static func opened(by event: Event) -> Office? {
        switch event {
        case .opened(let office): office
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .opened(let office): self = office
        }
    }

    package static func find(_ code: String, _ reader: any Reader) throws -> Loaded<Office>? {
        try reader.loadFirst(where: "code = \(code)")
    }
}

/// A department (部门) of a branch, or of the head office.
package struct Department: Aggregate {
    package enum Event: Sendable, Codable {
        case opened(Department)
    }

    package static let table = "department"
    package static let title = Words("部门", "department")

    package let id: ID<Department>
    package let code: String
    package let name: Words
    package let branch: ID<Branch>?

    package var columns: [(String, SQLValue)] {
        [("code", code.sql), ("branch", branch.sql)]
    }

    package static func opened(by event: Event) -> Department? {
        switch event {
        case .opened(let department): department
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .opened(let department): self = department
        }
    }

    package static func find(
        _ code: String, _ reader: any Reader
    ) throws -> Loaded<Department>? {
        try reader.loadFirst(where: "code = \(code)")
    }
}
