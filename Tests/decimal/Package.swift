// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

// The Numbers sources twice, by links: with a line-by-line driver in one module, so that check.py
// sees what the engine compiles, and as a module for the Swift tests of Decimal*.swift alone.
let package = Package(
    name: "DecimalCheck",
    targets: [
        .executableTarget(name: "DecimalDriver", swiftSettings: settings),
        .target(name: "Decisions", swiftSettings: settings),
        .testTarget(
            name: "DecisionsTests", dependencies: ["Decisions"], swiftSettings: settings),
    ])
