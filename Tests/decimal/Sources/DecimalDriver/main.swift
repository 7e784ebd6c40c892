import Foundation

// Without arguments: reads lines `operation a [b [c]]`, writes one result a line. `bench`: timings.
if CommandLine.arguments.dropFirst().first == "bench" {
    Benchmark.run()
} else {
    Checks.run(FileHandle.standardInput.readDataToEndOfFile())
}
