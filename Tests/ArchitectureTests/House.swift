import Foundation

/// The house: which rooms there are, on which floor, and who alone may hold a library.
enum House {
    /// Floors from the ground up; a room imports rooms of lower floors only.
    static let floors: [[String]] = [
        ["Clips", "Tensors", "Settings", "Digests", "Files", "Locks", "Winograd"],
        ["Archives", "Media", "Datasets", "Store", "Workflow", "WinogradAVX512"],
        ["Kernels", "ArrayFiles", "DemoClips", "IsolatedMedia"],
        ["Checkpoints", "Inference", "MediaAccess", "Retrieval"],
        ["Weights"],
        ["Extractors", "MetricLearning"],
        ["Features", "Reports", "Benchmarks", "Diagnostics"],
        ["Stages"],
        ["aadml"],
    ]

    /// Each C library and third-party package, and the one room that imports it.
    static let keeper = [
        "CArchive": "Archives", "CAVUtil": "Digests", "CFFmpeg": "Media", "CHDF5": "ArrayFiles", "COneDNN": "Kernels", "COpenBLAS": "Kernels", "CVFS": "Store",
        "ArgumentParser": "aadml", "FoundationNetworking": "Weights", "GRDB": "Store", "Yams": "Settings",
    ]

    /// What every room may import.
    static let toolchain: Set<String> = ["Dispatch", "Foundation", "Glibc", "Synchronization"]

    /// Rooms without a folder of tests, and why.
    static let untested = [
        "Benchmarks": "its output is a measurement",
        "Diagnostics": "its output is this machine's own state",
        "WinogradAVX512": "WinogradTests compares it with the code for every processor",
    ]

    /// The floor a room stands on.
    static let floor = Dictionary(uniqueKeysWithValues: floors.enumerated().flatMap { floor, rooms in rooms.map { ($0, floor) } })

    /// Folder of the package, from where this file stands.
    static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func contents(of folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path).sorted()
    }

    /// Folders of Sources that hold a module map only.
    static func cModules() throws -> [String] {
        try contents(of: "Sources")
            .filter { FileManager.default.fileExists(atPath: root.appending(path: "Sources/\($0)/module.modulemap").path) }
    }

    static func rooms() throws -> [String] {
        let modules = try cModules()
        return try contents(of: "Sources").filter { !modules.contains($0) }
    }
}
