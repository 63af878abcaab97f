import Foundation

/// The built command, as a user runs it.
struct CommandLineTool {
    struct Outcome {
        let code: Int32
        let output: String
        let errors: String
    }

    /// Beside the test bundle, where the build puts all products.
    static let path: String = {
        let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let candidates = [folder, Bundle.main.bundleURL, Bundle.main.bundleURL.deletingLastPathComponent()].map { $0.appending(path: "aadml").path }
        guard let path = candidates.first(where: FileManager.default.isExecutableFile) else { fatalError("aadml is not in \(candidates)") }
        return path
    }()

    let folder: String

    /// Starts the command in `folder`.
    func start(_ arguments: [String], output: FileHandle? = nil, errors: FileHandle? = nil) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output ?? FileHandle.nullDevice
        process.standardError = errors ?? FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Runs the command to its end; its words go through files, so that no pipe fills.
    func run(_ arguments: String...) throws -> Outcome { try run(arguments) }

    func run(_ arguments: [String]) throws -> Outcome {
        let files = ["out", "err"].map { folder + "/.\($0)-\(UUID().uuidString)" }
        for file in files { _ = FileManager.default.createFile(atPath: file, contents: nil) }
        defer { for file in files { try? FileManager.default.removeItem(atPath: file) } }
        let process = try start(
            arguments, output: try FileHandle(forWritingTo: URL(fileURLWithPath: files[0])),
            errors: try FileHandle(forWritingTo: URL(fileURLWithPath: files[1])))
        process.waitUntilExit()
        let texts = try files.map { try String(contentsOfFile: $0, encoding: .utf8) }
        return Outcome(
            code: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus, output: texts[0], errors: texts[1])
    }
}
