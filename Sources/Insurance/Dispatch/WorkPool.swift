package import Kernel

/// 任务池: how the work of one post reaches people. In a shared pool anybody who holds the post
/// takes what they want; from a personal pool each piece is put on one person's desk.
package struct WorkPool: Aggregate {
    package enum Event: Sendable, Codable {
        case set(WorkPool)
        case changed(isPersonal: Bool, loadLimit: Int64?, at: Moment)
    }

    package static let table = "work_pool"
    package static let title = Words("任务池", "work pool")

    package let id: ID<WorkPool>
    package let post: Post
    package private(set) var isPersonal: Bool
    /// How many pieces of open work one person may hold; beyond it nothing is put on their desk.
    package private(set) var loadLimit: Int64?

    package var columns: [(String, SQLValue)] {
        [("post", post.code.sql), ("is_personal", isPersonal.sql)]
    }

    package static func opened(by event: Event) -> WorkPool? {
        if case .set(let pool) = event { pool } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .set(let pool): self = pool
        case .changed(let isPersonal, let loadLimit, _):
            self.isPersonal = isPersonal
            self.loadLimit = loadLimit
        }
    }

    init(id: ID<WorkPool>, post: Post, isPersonal: Bool, loadLimit: Int64?) {
        self.id = id
        self.post = post
        self.isPersonal = isPersonal
        self.loadLimit = loadLimit
    }
}
