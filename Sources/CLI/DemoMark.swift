import Kernel

extension Installation {
    /// Notes that all persons of this installation are invented.
    func markAsDemo() async throws {
        try await database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO installation (name, value) VALUES ('demo', '1')
                ON CONFLICT (name) DO NOTHING
                """)
        }
    }

    /// Refuses an installation that was not made as a demo: real staff keep their one-time codes.
    func requireDemo() async throws {
        let row = try await database.read {
            try $0.row("SELECT value FROM installation WHERE name = 'demo'")
        }
        guard row != nil else {
            throw CommandFailure(
                Words(
                    "这不是演示安装，--demo 不适用；请去掉该选项",
                    "this is no demo installation, so --demo does not apply; leave it out"))
        }
    }
}
