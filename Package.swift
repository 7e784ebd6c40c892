// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let crypto: [Target.Dependency] = [
    .product(name: "Crypto", package: "swift-crypto"),
    .product(name: "CryptoExtras", package: "swift-crypto"),
]
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")

let package = Package(
    name: "Covenant",
    products: [.executable(name: "covenant", targets: ["CLI"])],
    dependencies: [
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(
            name: "CLibCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(
            name: "CLibQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "Decisions", swiftSettings: settings),
        .target(
            name: "Kernel", dependencies: crypto + [logging, metrics], swiftSettings: settings),
        .target(
            name: "Insurance", dependencies: ["Kernel", "Decisions"],
            resources: [.embedInCode("Resources")], swiftSettings: settings),
        .target(
            name: "Storage",
            dependencies: [
                "Kernel", "CLibPQ", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"), logging,
            ] + crypto,
            resources: [.embedInCode("Schema")], swiftSettings: settings),
        .target(
            name: "Delivery",
            dependencies: ["Kernel", "CLibCurl", "CLibQREncode", "CZlib", logging] + crypto,
            swiftSettings: settings),
        .target(
            name: "Web",
            dependencies: [
                "Insurance", "Kernel", logging,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ] + crypto,
            resources: [.embedInCode("Templates"), .embedInCode("Static")], swiftSettings: settings),
        .executableTarget(
            name: "CLI",
            dependencies: [
                "Web", "Storage", "Delivery", "Insurance", "Decisions", "Kernel", logging,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            resources: [.embedInCode("Bench/zen.py")], swiftSettings: settings),
        .target(
            name: "TestSupport", dependencies: ["Insurance", "Storage", "Kernel"],
            path: "Tests/TestSupport", swiftSettings: settings),
        .testTarget(
            name: "DecisionsTests", dependencies: ["Decisions"], swiftSettings: settings),
        .testTarget(
            name: "KernelTests", dependencies: ["Kernel", "TestSupport"] + crypto,
            swiftSettings: settings),
        .testTarget(
            name: "InsuranceTests",
            dependencies: ["Insurance", "Kernel", "Decisions", "Delivery", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "StorageTests", dependencies: ["Storage", "Kernel", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "JournalTests",
            dependencies: ["Kernel", "Insurance", "Storage", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "DeliveryTests", dependencies: ["Delivery", "Kernel", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Web", "Insurance", "Kernel", "Storage", "Delivery", "TestSupport",
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "SimulationTests",
            dependencies: ["Insurance", "Storage", "Kernel", "TestSupport"],
            swiftSettings: settings),
    ]
)
