import Foundation
import ServiceLifecycle

/// Keeps the local door open while the server runs. Without a data folder there is none.
struct LocalDoorService: Service {
    private let installation: Installation

    init(_ installation: Installation) { self.installation = installation }

    func run() async throws {
        guard let folder = installation.places.dataFolder else {
            return try await gracefulShutdown()
        }
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let door = try LocalDoor(installation, folder: folder)
        door.answer()
        try? await gracefulShutdown()
        door.shut()
    }
}
