// swift-tools-version: 6.2
import PackageDescription

/// Settings every target shares: what a target uses it imports, and says `any` where it erases.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
]

/// A module map over a system library of Debian 12; no logic lives there.
func system(_ name: String) -> Target { .systemLibrary(name: name, path: "Sources/\(name)") }

/// A room of the house: the targets it may import, and nothing else.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// Tests of a room, beside the golden values they read by path.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: golden(name), swiftSettings: strict)
}

/// Rooms whose tests hold golden values, so that SwiftPM does not take them for sources.
func golden(_ name: String) -> [String] {
    let holders = [
        "ArchivesTests", "ExtractorsTests", "InferenceTests", "KernelsTests", "MediaTests", "MetricLearningTests", "RetrievalTests",
        "TensorFilesTests", "TensorsTests", "WeightsTests",
    ]
    return holders.contains(name) ? ["Golden"] : []
}

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "aadml",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        // C libraries, each wrapped by exactly one room
        system("CFFmpeg"), system("CAVUtil"), system("CArchive"), system("COneDNN"), system("COpenBLAS"), system("CHDF5"), system("CVFS"),
        // floor 0
        room("Clips"),
        room("Tensors"),
        room("Settings", [yams]),
        room("Digests", ["CAVUtil"]),
        room("Files"),
        room("Winograd"),
        // floor 1
        room("Archives", ["CArchive"]),
        room("Media", ["CFFmpeg", "Clips", "Tensors"]),
        room("Datasets", ["Clips", "Settings"]),
        room("Store", ["CVFS", grdb, "Clips", "Tensors", "Digests"]),
        room("Workflow", ["Digests"]),
        // The one room for a class of processors; Kernels asks for AVX-512 before it calls it.
        .target(
            name: "WinogradAVX512", dependencies: ["Winograd"],
            swiftSettings: strict + [.unsafeFlags(["-target-cpu", "skylake-avx512"], .when(platforms: [.linux]))]),
        // floor 2
        room("Kernels", ["COneDNN", "COpenBLAS", "Tensors", "Winograd", "WinogradAVX512"]),
        room("TensorFiles", ["CHDF5", "Archives", "Files", "Tensors", "Settings"]),
        room("DemoClips", ["Media", "Archives", "Tensors"]),
        room("IsolatedMedia", ["Clips", "Media", "Tensors"]),
        // floor 3
        room("Inference", ["Kernels", "Tensors"]),
        room("Retrieval", ["Kernels", "Tensors"]),
        room("Weights", ["TensorFiles", "Tensors", "Digests", "Files"]),
        // floor 4
        room("Extractors", ["Inference", "Kernels", "TensorFiles", "Tensors", "Clips"]),
        room("MetricLearning", ["Retrieval", "Kernels", "Settings", "Tensors"]),
        // floor 5
        room("FeatureExchange", ["Archives", "Clips", "Files", "TensorFiles", "Tensors"]),
        room("Reports"),
        room("Benchmarks", [
            "Extractors", "Kernels", "MetricLearning", "Retrieval", "TensorFiles", "Tensors", "Weights", "Workflow",
        ]),
        room("Diagnostics", ["Media", "Archives", "Inference", "Kernels", "Store", "TensorFiles", "Tensors"]),
        // floor 6
        room("Stages", [
            "Archives", "Clips", "Datasets", "Digests", "Extractors", "FeatureExchange", "Files", "IsolatedMedia", "Kernels", "Media",
            "MetricLearning", "Reports", "Retrieval", "Settings", "Store", "TensorFiles", "Tensors", "Weights", "Workflow",
        ]),
        // floor 7
        .executableTarget(
            name: "aadml",
            dependencies: [
                argumentParser, "Benchmarks", "Clips", "DemoClips", "Diagnostics", "Extractors", "FeatureExchange", "IsolatedMedia", "Settings",
                "Stages", "Store", "TensorFiles", "Weights", "Workflow",
            ],
            swiftSettings: strict),

        tests("ArchitectureTests", []),
        tests("SettingsTests", ["Settings"]),
        tests("TensorsTests", ["Tensors"]),
        tests("DigestsTests", ["Digests"]),
        tests("FilesTests", ["Files"]),
        tests("ArchivesTests", ["Archives"]),
        tests("MediaTests", ["Media", "CFFmpeg", "Clips", "Tensors"]),
        tests("DatasetsTests", ["Datasets", "Clips"]),
        tests("WinogradTests", ["Winograd", "WinogradAVX512", "Kernels", "Tensors"]),
        tests("KernelsTests", ["Kernels", "Tensors"]),
        tests("StoreTests", ["Store", "Clips", "Tensors", grdb]),
        tests("WorkflowTests", ["Workflow"]),
        tests("TensorFilesTests", ["TensorFiles", "Archives", "Tensors"]),
        tests("InferenceTests", ["Inference", "Kernels", "Tensors"]),
        tests("RetrievalTests", ["Retrieval", "Tensors"]),
        tests("DemoClipsTests", ["DemoClips", "Media", "Archives", "Tensors"]),
        tests("ExtractorsTests", ["Extractors", "Weights", "Kernels", "TensorFiles", "Tensors", "Clips"]),
        tests("IsolatedMediaTests", ["IsolatedMedia", "Clips", "Media", "Tensors"]),
        tests("MetricLearningTests", ["MetricLearning", "Kernels", "Settings", "Tensors"]),
        tests("FeatureExchangeTests", ["FeatureExchange", "Archives", "Clips", "TensorFiles", "Tensors"]),
        tests("WeightsTests", ["Weights", "Extractors", "TensorFiles", "Tensors", "Digests"]),
        tests("ReportsTests", ["Reports"]),
        tests("StagesTests", [
            "Stages", "Archives", "Clips", "DemoClips", "Extractors", "FeatureExchange", "Kernels", "Media", "MetricLearning", "Retrieval", "Settings",
            "Store", "TensorFiles", "Tensors", "Workflow",
        ]),
        tests("AadmlTests", ["aadml", grdb, "Archives", "Clips", "Media", "Store", "Tensors"]),
    ]
)

// Fuzzing wants every module instrumented, so its tool exists only where it is asked for: Tests/fuzz.sh.
if Context.environment["AADML_FUZZ"] != nil {
    package.targets.append(.executableTarget(
        name: "fuzz", dependencies: ["Archives", "Clips", "Datasets", "FeatureExchange", "IsolatedMedia", "Media", "Stages", "TensorFiles"],
        path: "Tests/Fuzz", exclude: ["Seeds"], swiftSettings: strict))
}

// A few suites can be built without the rest of the house: Tests/sanitize.sh.
if let suites = Context.environment["AADML_SUITES"] {
    func needs(_ target: Target) -> [String] {
        target.dependencies.compactMap { if case .byNameItem(let name, _) = $0 { name } else { nil } }
    }
    var kept = Set(suites.split(separator: ",").map(String.init))
    while let open = package.targets.first(where: { kept.contains($0.name) && !kept.isSuperset(of: needs($0)) }) {
        kept.formUnion(needs(open))
    }
    package.targets.removeAll { !kept.contains($0.name) }
}
