import Foundation
import Kernel
import Testing

@testable import Insurance

/// The pages under `docs/workflows` hold exactly what the workflows draw. With `RECORD=1` in the
/// environment they are written anew.
struct WorkflowDrawingTests {
    @Test(arguments: Insurer.workflows.map(\.name))
    func `the page of a workflow shows it as it is`(name: String) throws {
        let workflow = try #require(Insurer.workflows.first { $0.name == name })
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let folder = root.appendingPathComponent("docs/workflows")
        let file = folder.appendingPathComponent("\(name).md")
        let drawn = page(workflow)
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try drawn.write(to: file, atomically: true, encoding: .utf8)
        }
        let kept = try String(contentsOf: file, encoding: .utf8)
        #expect(kept == drawn, "run the tests with RECORD=1 to draw docs/workflows/\(name).md anew")
    }

    private func page(_ workflow: WorkflowDrawing) -> String {
        [
            "# \(workflow.title.zh) · \(workflow.title.en)", "",
            "Drawn from the workflow value by `WorkflowDrawingTests`; do not edit by hand.", "",
            "## 中文", "", "```mermaid", workflow.diagram(.zh) + "```", "", workflow.table(.zh),
            "## English", "", "```mermaid", workflow.diagram(.en) + "```", "",
            workflow.table(.en),
        ].joined(separator: "\n")
    }
}
