// swift-tools-version: 6.2
import Foundation
import PackageDescription

// APUS_CORE_ONLY=1 leaves out every target that needs a Swift package, so that sanitizers, fuzzers
// and fast tests build the pure core alone in seconds.
// APUS_FUZZ=1 builds the fuzzer (Sources/Fuzz) instead: the core, and of three other modules only the sources that
// read what others wrote.
// APUS_TESTS=RTR,Flight keeps only those modules' tests: all tests link into one bundle, and a change
// to one module is tested sooner without the others.
let environment = ProcessInfo.processInfo.environment
let coreOnly = environment["APUS_CORE_ONLY"] == "1"
let fuzzing = environment["APUS_FUZZ"] == "1"
let chosenTests = environment["APUS_TESTS"]?.split(separator: ",").map { "\($0)Tests" }

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.byName(name: name)] + dependencies,
        swiftSettings: settings
    )
}

let log = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

let core: [Target] = [
    .systemLibrary(name: "CLibcrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(name: "COpenSSL", dependencies: ["CLibcrypto"]),
    module("NumberResources"),
    module("DER"),
    module("RPKICrypto", ["COpenSSL"]),
    module("RPKIObjects", ["DER", "RPKICrypto", "NumberResources"]),
    module("Payloads", ["NumberResources"]),
    module("FlightEvents", ["DER", "Payloads", "NumberResources", "RPKICrypto"]),
    .executableTarget(name: "Benchmarks", dependencies: ["RPKIObjects"], swiftSettings: settings),
    tests("NumberResources"),
    tests("DER"),
    tests("RPKICrypto"),
    tests("RPKIObjects", ["DER", "RPKICrypto", "NumberResources"]),
    tests("Payloads", ["NumberResources"]),
    tests("FlightEvents", ["DER", "Payloads", "NumberResources", "RPKICrypto"]),
]

let full: [Target] = [
    .systemLibrary(name: "CLibcurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(name: "CLibrsync", providers: [.apt(["librsync-dev"])]),
    .systemLibrary(name: "CClock"),
    .target(name: "CCurl", dependencies: ["CLibcurl"]),
    module(
        "ObjectStore",
        ["DER", "RPKIObjects", "RPKICrypto", "FlightEvents", "Payloads", "NumberResources", grdb, log]
    ),
    module(
        "Transport",
        [
            "ObjectStore", "DER", "RPKIObjects", "RPKICrypto", "FlightEvents", "CCurl", "CExpat", subprocess, system,
            log,
        ]
    ),
    module(
        "Validation",
        ["ObjectStore", "DER", "RPKIObjects", "RPKICrypto", "NumberResources", "Payloads", "FlightEvents", log]
    ),
    module("RTR", ["Payloads", "NumberResources", "FlightEvents", nio, nioPosix, nioSSL, log, lifecycle]),
    module(
        "Flight",
        ["DER", "FlightEvents", "Payloads", "NumberResources", "RPKICrypto", "CLibrsync", "CClock", grdb, log]
    ),
    module(
        "Laboratory",
        [
            "RPKIObjects", "DER", "RPKICrypto", "NumberResources", nio, nioPosix, nioSSL, subprocess, system, log,
            lifecycle,
            .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "HummingbirdTLS", package: "hummingbird"),
        ]
    ),
    .target(
        name: "Daemon",
        dependencies: [
            "DER", "ObjectStore", "Transport", "Validation", "Payloads", "RTR", "Flight", "FlightEvents", "RPKIObjects",
            "RPKICrypto", "NumberResources", nio, nioPosix, log, lifecycle,
            .product(name: "TOMLKit", package: "TOMLKit"),
            .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        ],
        // Links to the files in trust-anchors/, so that the program carries its defaults with it.
        resources: ["afrinic", "apnic", "arin", "lacnic", "ripe"].map { .embedInCode("TrustAnchors/\($0).tal") },
        swiftSettings: settings
    ),
    .executableTarget(
        name: "apus",
        dependencies: [
            "Daemon", "Laboratory", "DER", "ObjectStore", "Transport", "Validation", "Payloads", "RTR", "Flight",
            "FlightEvents", "RPKIObjects", "RPKICrypto", "NumberResources", log, lifecycle,
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        ],
        swiftSettings: settings
    ),
    tests(
        "ObjectStore",
        ["DER", "RPKIObjects", "RPKICrypto", "FlightEvents", "Payloads", "NumberResources", grdb, log]
    ),
    tests(
        "Transport",
        [
            "ObjectStore", "DER", "RPKIObjects", "RPKICrypto", "NumberResources", "FlightEvents", "Laboratory", log,
            nio,
            nioPosix, nioSSL,
        ]
    ),
    tests(
        "Validation",
        [
            "ObjectStore", "DER", "RPKIObjects", "RPKICrypto", "NumberResources", "Payloads", "FlightEvents",
            "Laboratory", log,
        ]
    ),
    tests("RTR", ["DER", "Payloads", "NumberResources", "FlightEvents", nio, nioPosix, log, lifecycle]),
    tests("Flight", ["DER", "FlightEvents", "Payloads", "NumberResources", "RPKICrypto", grdb, log]),
    tests("Laboratory", ["RPKIObjects", "DER", "RPKICrypto", "NumberResources", lifecycle, log]),
    tests(
        "Daemon",
        [
            "DER", "ObjectStore", "Validation", "Laboratory", "RPKIObjects", "RPKICrypto", "Payloads",
            "NumberResources", "FlightEvents", log,
        ]
    ),
    .testTarget(
        name: "EndToEndTests",
        dependencies: ["apus", "RPKIObjects", "Payloads", "NumberResources", "RTR", subprocess, system, nio, nioPosix],
        swiftSettings: settings
    ),
]

/// The part of a module that is made of `sources`.
func part(_ name: String, _ sources: [String], _ dependencies: [Target.Dependency]) -> Target {
    .target(
        name: name,
        dependencies: dependencies,
        path: "Sources/\(name)",
        sources: sources,
        swiftSettings: settings
    )
}

let fuzzer: [Target] = [
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    part(
        "Transport",
        [
            "RRDP/NotificationPlan.swift", "RRDP/RRDPElement.swift", "RRDP/RRDPError.swift", "RRDP/RRDPEvent.swift",
            "RRDP/RRDPNotification.swift", "RRDP/RRDPParser.swift", "RRDP/XMLPushParser.swift",
        ],
        ["RPKIObjects", "RPKICrypto", "CExpat"]
    ),
    part(
        "RTR",
        [
            "Client/PayloadCollector.swift", "Client/RecordTable.swift", "Client/RTRClientError.swift",
            "Client/RTRClientSession.swift", "Client/SynchronisedSet.swift", "Protocol/Endpoint.swift",
            "Protocol/ErrorCode.swift",
            "Protocol/PayloadOrder.swift", "Protocol/PDU.swift", "Protocol/PDU+Decoding.swift",
            "Protocol/PDU+Encoding.swift", "Protocol/PDUError.swift", "Protocol/PDUFramer.swift",
            "Protocol/PDUHeader.swift", "Protocol/PDUType.swift", "Protocol/ProtocolVersion.swift",
            "Protocol/SynchronisationTimers.swift", "Server/ResponseCache.swift", "Session",
        ],
        ["Payloads", "NumberResources", "FlightEvents", nio]
    ),
    part("Daemon", ["Configuration"], ["DER", .product(name: "TOMLKit", package: "TOMLKit")]),
    .executableTarget(
        name: "Fuzz",
        dependencies: [
            "Daemon", "RTR", "Transport", "FlightEvents", "Payloads", "RPKIObjects", "RPKICrypto", "DER",
            "NumberResources", nio,
        ],
        exclude: ["apus.dict"],
        swiftSettings: settings
    ),
]

let package = Package(
    name: "apus",
    platforms: [.macOS(.v15)],
    products: coreOnly || fuzzing ? [] : [.executable(name: "apus", targets: ["apus"])],
    dependencies: coreOnly
        ? []
        : [
            .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
            .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
            .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
            .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
            .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
            .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
            .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
            .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
            .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
            .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        ],
    targets: (fuzzing ? core + fuzzer : coreOnly ? core : core + full).filter { target in
        target.type != .test || (chosenTests?.contains(target.name) ?? true) && !fuzzing
    },
    swiftLanguageModes: [.v6]
)
