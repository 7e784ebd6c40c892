import Kernel

/// The table of kept lists; at most thirty of one member.
enum SavedViewStore {
    private static let most = 30

    static func all(of staff: ID<StaffMember>, _ reader: any Reader) throws -> [SavedView] {
        try reader.rows(
            """
            SELECT id, title, path FROM saved_view WHERE staff = \(staff) ORDER BY at, id
            LIMIT \(most)
            """
        ).map {
            SavedView(
                id: try $0.text("id"), title: try $0.text("title"), path: try $0.text("path"))
        }
    }

    static func keep(
        _ view: SavedView, of staff: ID<StaffMember>, at now: Moment, _ transaction: any Transaction
    ) throws {
        guard try all(of: staff, transaction).count < most else { throw Refusal.tooManyViews }
        try transaction.execute(
            """
            INSERT INTO saved_view (id, staff, title, path, at)
            VALUES (\(view.id), \(staff), \(view.title), \(view.path), \(now))
            """)
    }

    static func remove(
        _ id: String, of staff: ID<StaffMember>, _ transaction: any Transaction
    ) throws {
        try transaction.execute("DELETE FROM saved_view WHERE id = \(id) AND staff = \(staff)")
    }
}

extension Refusal {
    static let tooManyViews = Refusal(
        .conflict, "console.tooManyViews",
        Words("最多保存 30 个视图，请先删除不用的", "30 views at most; remove one you no longer need"))
}
