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

/// A module: the targets it may import, and nothing else.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// Tests of a module, beside the golden values they read by path.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: golden(name), swiftSettings: strict)
}

/// The folder of golden values that a module's tests hold, which SwiftPM must not take for sources.
func golden(_ name: String) -> [String] {
    let holders = [
        "AadmlTests", "ArchivesTests", "ArrayFilesTests", "CheckpointsTests", "ExtractorsTests", "FeaturesTests", "InferenceTests",
        "KernelsTests", "MediaTests", "MetricLearningTests", "RetrievalTests", "StagesTests", "TensorsTests", "WeightsTests",
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
        // C libraries, each wrapped by exactly one module
        system("CFFmpeg"), system("CAVUtil"), system("CArchive"), system("COneDNN"), system("COpenBLAS"), system("CHDF5"), system("CVFS"),
        // layer 0
        module("Clips"),
        module("Locks"),
        module("Tensors"),
        module("Settings", [yams]),
        module("Digests", ["CAVUtil"]),
        module("Files"),
        module("Winograd"),
        // layer 1
        module("Archives", ["CArchive", "Files"]),
        module("Media", ["CFFmpeg", "Clips", "Tensors"]),
        module("Datasets", ["Clips", "Settings"]),
        module("Store", ["CVFS", grdb, "Clips", "Digests", "Locks", "Tensors"]),
        module("Workflow", ["Digests", "Files", "Locks"]),
        // The one module that is compiled for a class of processors; Kernels asks for AVX-512 before it calls it.
        .target(
            name: "WinogradAVX512", dependencies: ["Winograd"],
            swiftSettings: strict + [.unsafeFlags(["-target-cpu", "skylake-avx512"], .when(platforms: [.linux]))]),
        // layer 2
        module("Kernels", ["COneDNN", "COpenBLAS", "Locks", "Tensors", "Winograd", "WinogradAVX512"]),
        module("ArrayFiles", ["CHDF5", "Archives", "Files", "Tensors"]),
        module("DemoClips", ["Archives", "Locks", "Media", "Tensors"]),
        module("IsolatedMedia", ["Clips", "Media", "Tensors"]),
        // layer 3
        module("Checkpoints", ["Archives", "ArrayFiles", "Files", "Settings", "Tensors"]),
        module("Inference", ["Kernels", "Tensors"]),
        module("Retrieval", ["Kernels", "Settings", "Tensors"]),
        module("MediaAccess", [
            "Archives", "Clips", "Digests", "Files", "IsolatedMedia", "Locks", "Media", "Settings", "Store", "Tensors", "Workflow",
        ]),
        // layer 4
        module("Weights", ["ArrayFiles", "Checkpoints", "Tensors", "Digests", "Files"]),
        // layer 5
        module("Extractors", ["Inference", "Kernels", "ArrayFiles", "Checkpoints", "Tensors", "Clips", "Settings", "Weights", "Workflow"]),
        module("MetricLearning", ["Retrieval", "Kernels", "Settings", "Tensors"]),
        // layer 6
        module("Features", [
            "ArrayFiles", "Archives", "Clips", "Digests", "Extractors", "Files", "Kernels", "MediaAccess", "Store", "Tensors", "Weights",
            "Workflow",
        ]),
        module("Reports", ["Retrieval"]),
        module("Benchmarks", [
            "Extractors", "Kernels", "Locks", "MetricLearning", "Retrieval", "ArrayFiles", "Tensors", "Workflow",
        ]),
        module("Diagnostics", ["Media", "Archives", "Inference", "Kernels", "Store", "ArrayFiles", "Tensors"]),
        // layer 7
        module("Stages", [
            "ArrayFiles", "Archives", "Checkpoints", "Clips", "Datasets", "Digests", "Extractors", "Features", "Files", "Kernels", "Locks", "Media",
            "MediaAccess", "MetricLearning", "Reports", "Retrieval", "Settings", "Store", "Tensors", "Weights", "Workflow",
        ]),
        // layer 8
        .executableTarget(
            name: "aadml",
            dependencies: [
                argumentParser, "ArrayFiles", "Benchmarks", "Checkpoints", "Clips", "DemoClips", "Diagnostics", "Extractors", "Features",
                "IsolatedMedia", "Settings", "Stages", "Store", "Weights", "Workflow",
            ],
            swiftSettings: strict),

        tests("ArchitectureTests", []),
        tests("ClipsTests", ["Clips"]),
        tests("SettingsTests", ["Settings"]),
        tests("LocksTests", ["Locks"]),
        tests("TensorsTests", ["Tensors"]),
        tests("DigestsTests", ["Digests"]),
        tests("FilesTests", ["Files"]),
        tests("ArchivesTests", ["Archives", "Files"]),
        tests("MediaTests", ["Media", "CFFmpeg", "Clips", "Tensors"]),
        tests("DatasetsTests", ["Datasets", "Clips"]),
        tests("WinogradTests", ["Winograd", "WinogradAVX512", "Kernels", "Tensors"]),
        tests("KernelsTests", ["Kernels", "Tensors"]),
        tests("StoreTests", ["Store", "Clips", "Tensors", grdb]),
        tests("WorkflowTests", ["Locks", "Workflow"]),
        tests("ArrayFilesTests", ["ArrayFiles", "Archives", "Tensors"]),
        tests("CheckpointsTests", ["Checkpoints", "ArrayFiles", "Archives", "Tensors"]),
        tests("InferenceTests", ["Inference", "Kernels", "Tensors"]),
        tests("RetrievalTests", ["Retrieval", "Settings", "Tensors"]),
        tests("DemoClipsTests", ["DemoClips", "Media", "Archives", "Tensors"]),
        tests("ExtractorsTests", [
            "Extractors", "Weights", "Kernels", "ArrayFiles", "Checkpoints", "Tensors", "Clips", "Settings", "Workflow",
        ]),
        tests("IsolatedMediaTests", ["IsolatedMedia", "Clips", "Media", "Tensors"]),
        tests("MediaAccessTests", [
            "MediaAccess", "Archives", "Clips", "DemoClips", "Digests", "Media", "Settings", "Store", "Tensors", "Workflow",
        ]),
        tests("MetricLearningTests", ["MetricLearning", "Kernels", "Settings", "Tensors"]),
        tests("FeaturesTests", ["Features", "ArrayFiles", "Archives", "Clips", "Kernels", "Store", "Tensors", "Workflow"]),
        tests("WeightsTests", ["Weights", "Extractors", "ArrayFiles", "Checkpoints", "Tensors", "Digests"]),
        tests("ReportsTests", ["Reports", "Retrieval"]),
        tests("StagesTests", [
            "Stages", "Archives", "Checkpoints", "Clips", "DemoClips", "Extractors", "Features", "Files", "Kernels", "Locks", "Media", "MediaAccess",
            "MetricLearning", "Reports", "Retrieval", "Settings",
            "Store", "ArrayFiles", "Tensors", "Workflow",
        ]),
        tests("AadmlTests", ["aadml", grdb, "Archives", "Clips", "Media", "Store", "Tensors"]),
    ]
)

// Fuzzing wants every module instrumented, so its tool exists only where it is asked for: Tests/fuzz.sh.
if Context.environment["AADML_FUZZ"] != nil {
    package.targets.append(.executableTarget(
        name: "fuzz", dependencies: ["ArrayFiles", "Archives", "Checkpoints", "Clips", "Datasets", "Features", "IsolatedMedia", "Media", "Stages"],
        path: "Tests/Fuzz", exclude: ["Seeds"], swiftSettings: strict))
}

// A few suites can be built without the rest of the package: Tests/sanitize.sh.
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
