import Dispatch
import Foundation
package import Kernel

/// PDF by the `weasyprint` program: a process of its own in an empty folder, without settings of
/// ours in its environment, with limits on memory, processor and wall time. The page comes in and
/// the PDF goes out through pipes, so nothing personal touches the disk.
package struct WeasyPrint: PagePrinter {
    package struct Limits: Sendable {
        package var seconds = 30
        package var memoryKilobytes = 1_500_000
        package var bytes = 4_000_000

        package init() {}
    }

    private static let places = ["/usr/bin/weasyprint", "/usr/local/bin/weasyprint"]
    private let pool = BlockingPool(name: "covenant.print", threads: 2, waiting: 32)
    private let program: String?
    private let limits: Limits

    /// - Parameter program: where it is; looked for in the usual places when left out.
    package init(program: String? = nil, limits: Limits = Limits()) {
        self.program =
            program ?? Self.places.first { FileManager.default.isExecutableFile(atPath: $0) }
        self.limits = limits
    }

    package func pdf(_ html: [UInt8]) async throws(PrintFailure) -> [UInt8] {
        guard let program else { throw .absent }
        guard html.count <= limits.bytes else { throw .failed }
        let limits = limits
        let printed = await pool.run { () -> [UInt8]? in
            PrintRun(program: program, limits: limits).print(html)
        }
        guard let printed else { throw .busy }
        guard let pdf = printed, pdf.starts(with: "%PDF-".utf8) else { throw .failed }
        return pdf
    }
}

/// One run of the program, on a thread that may block.
private struct PrintRun {
    let program: String
    let limits: WeasyPrint.Limits

    func print(_ html: [UInt8]) -> [UInt8]? {
        // A program that ends before it has read everything must not end us with it.
        var broken = sigset_t()
        sigemptyset(&broken)
        sigaddset(&broken, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &broken, nil)
        guard let folder = emptyFolder() else { return nil }
        defer { try? FileManager.default.removeItem(at: folder) }
        let (process, input, output) = (Process(), Pipe(), Pipe())
        prepare(process, folder)
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { return nil }
        let watch = watch(process)
        defer { watch.cancel() }
        // It reads all of its input before it writes, so one thread serves both pipes.
        let took: Void? = try? input.fileHandleForWriting.write(contentsOf: Data(html))
        try? input.fileHandleForWriting.close()
        let pdf = took == nil ? nil : read(output.fileHandleForReading, process)
        process.waitUntilExit()
        let isGood = process.terminationReason == .exit && process.terminationStatus == 0
        return isGood ? pdf : nil
    }

    private func emptyFolder() -> URL? {
        var template = Array((NSTemporaryDirectory() + "covenant-print.XXXXXX").utf8CString)
        return template.withUnsafeMutableBufferPointer { buffer -> URL? in
            guard let start = buffer.baseAddress, mkdtemp(start) != nil else { return nil }
            return URL(fileURLWithPath: String(cString: start), isDirectory: true)
        }
    }

    /// The shell sets the limits and becomes the program; nothing of the page is on its line. The
    /// base address is the empty folder, and the page names no file of it.
    private func prepare(_ process: Process, _ folder: URL) {
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [
            "-c", "ulimit -v \"$1\"; ulimit -t \"$2\"; ulimit -c 0; shift 2; exec \"$@\"", "sh",
            String(limits.memoryKilobytes), String(limits.seconds), program, "--base-url",
            folder.path + "/", "--encoding", "utf-8", "-", "-",
        ]
        process.environment = [
            "PATH": "/usr/bin:/bin", "HOME": folder.path, "LANG": "C.UTF-8",
            "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9",
        ]
        process.currentDirectoryURL = folder
    }

    private func watch(_ process: Process) -> DispatchWorkItem {
        let identifier = process.processIdentifier
        let work = DispatchWorkItem { kill(identifier, SIGKILL) }
        let deadline = DispatchTime.now() + .seconds(limits.seconds)
        DispatchQueue.global().asyncAfter(deadline: deadline, execute: work)
        return work
    }

    private func read(_ handle: FileHandle, _ process: Process) -> [UInt8]? {
        var bytes: [UInt8] = []
        while let more = try? handle.read(upToCount: 65_536), !more.isEmpty {
            bytes += more
            if bytes.count > limits.bytes {
                kill(process.processIdentifier, SIGKILL)
                return nil
            }
        }
        return bytes
    }
}
