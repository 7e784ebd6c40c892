import Dispatch
import Foundation
import Synchronization

/// Requests from `clients` threads of their own, each on its own connection.
enum LoadRun {
    static func measure(
        _ count: Int, clients: Int, port: Int, _ request: @escaping @Sendable (Int) -> [UInt8]
    ) throws -> (perSecond: Double, latencies: Latencies) {
        let clock = ContinuousClock()
        let results = Mutex<[Double]>([])
        let failures = Mutex<[String]>([])
        let start = clock.now
        // Threads of their own: blocked ones of a shared pool would starve the server.
        let finished = DispatchSemaphore(value: 0)
        for client in 0..<clients {
            Thread {
                do {
                    let own = try run(client, of: clients, count, port, request)
                    results.withLock { $0 += own }
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
                finished.signal()
            }.start()
        }
        for _ in 0..<clients { finished.wait() }
        if let failure = failures.withLock({ $0.first }) { throw LoadFailure(failure) }
        let seconds = (clock.now - start) / .seconds(1)
        return (Double(count) / seconds, Latencies(results.withLock { $0 }))
    }

    private static func run(
        _ client: Int, of clients: Int, _ count: Int, _ port: Int,
        _ request: @Sendable (Int) -> [UInt8]
    ) throws -> [Double] {
        let clock = ContinuousClock()
        let connection = try LoadClient(port: port)
        var own: [Double] = []
        for index in stride(from: client, to: count, by: clients) {
            let bytes = request(index)
            let begun = clock.now
            let status = try connection.send(bytes)
            guard (200..<300).contains(status) else {
                throw LoadFailure("request \(index) was answered with \(status)")
            }
            own.append((clock.now - begun) / .milliseconds(1))
        }
        return own
    }
}
