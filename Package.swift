// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let package = Package(
    name: "coprolab",
    products: [.executable(name: "coprolab", targets: ["coprolab"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.3.0"),
        .package(
            url: "https://github.com/apple/swift-configuration", from: "1.4.0",
            traits: ["YAML", "CommandLineArguments"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.3"),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.8.0"),
    ],
    targets: [
        // System libraries: a module map, a shim for what Swift can't import, no more.
        .systemLibrary(
            name: "CLibWebSockets", pkgConfig: "libwebsockets",
            providers: [.apt(["libwebsockets-dev", "libwebsockets-evlib-ev"])]),
        .systemLibrary(name: "CLibEv", providers: [.apt(["libev-dev"])]),
        .systemLibrary(
            name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(
            name: "CLibArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),

        // The engine, the journal and the sockets never import each other.
        .target(
            name: "CoproductionLab",
            dependencies: [.product(name: "HashTreeCollections", package: "swift-collections")],
            swiftSettings: strict),
        .target(
            name: "LabJournal",
            dependencies: [.product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        .target(
            name: "SQLiteJournal",
            dependencies: ["LabJournal", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
        .target(
            name: "WebSockets",
            dependencies: [
                "CLibWebSockets", "CLibEv",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .target(
            name: "LabServer",
            dependencies: [
                "CoproductionLab", "LabJournal", "WebSockets", "CQREncode", "CZlib",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),
        .target(
            name: "LabReport", dependencies: ["CoproductionLab", "CXLSXWriter", "CLibArchive"],
            swiftSettings: strict),
        .executableTarget(
            name: "coprolab",
            dependencies: [
                "LabServer", "LabReport", "SQLiteJournal", "LabJournal", "CoproductionLab", "WebSockets",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "Yams", package: "Yams"),
                .product(name: "Histogram", package: "hdrhistogram-swift"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),

        // A lab and a hand that plays its server, for the tests of the engine and of the reports.
        .target(
            name: "LabFixtures", dependencies: ["CoproductionLab"], path: "Tests/LabFixtures",
            swiftSettings: strict),
        .testTarget(
            name: "CoproductionLabTests", dependencies: ["CoproductionLab", "LabReport", "LabFixtures"],
            swiftSettings: strict),
        .testTarget(
            name: "LabJournalTests", dependencies: ["LabJournal", "SQLiteJournal"],
            swiftSettings: strict),
        .testTarget(
            name: "LabReportTests", dependencies: ["LabReport", "CoproductionLab", "LabFixtures"],
            swiftSettings: strict),
        .testTarget(
            name: "WebSocketsTests", dependencies: ["WebSockets"], swiftSettings: strict),
        .testTarget(
            name: "LabServerTests",
            dependencies: ["LabServer", "SQLiteJournal", "CoproductionLab", "WebSockets"],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
