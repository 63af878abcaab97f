import Foundation
import Testing

/// `Tests/Faults/faults.c`, compiled once: lets system calls of the command fail.
struct FaultInjector {
    /// What fails.
    enum Kind: String { case write, read }

    /// nil where no C compiler is found; Swift comes with one.
    static let library: String? = {
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Faults/faults.c").path
        let target = FileManager.default.temporaryDirectory.appending(path: "aadml-faults-\(ProcessInfo.processInfo.processIdentifier).so").path
        for compiler in ["clang", "gcc", "cc", "g++"] {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = [compiler, "-shared", "-fPIC", "-O1", "-x", "c", "-o", target, source, "-ldl"]
            process.standardError = FileHandle.nullDevice
            guard (try? process.run()) != nil else { continue }
            process.waitUntilExit()
            if process.terminationStatus == 0 { return target }
        }
        return nil
    }()

    let environment: [String: String]
    private let counter: String

    /// - Parameters:
    ///   - code: the error number of each call from the `first`th on (counted from 0); 0 makes them slow and short instead.
    ///   - part: paths that contain this.
    ///   - counter: where the number of calls is kept.
    ///   - pause: microseconds that a slow call takes longer.
    init(_ kind: Kind, code: Int32, from first: Int, on part: String, counter: String, pause: Int = 500) throws {
        self.counter = counter
        try? FileManager.default.removeItem(atPath: counter)
        environment = [
            "LD_PRELOAD": try #require(Self.library), "AADML_FAULT": "\(kind.rawValue):\(code):\(first):\(part)", "AADML_FAULT_COUNT": counter,
            "AADML_FAULT_PAUSE": "\(pause)",
        ]
    }

    /// One whose counter lies in a folder.
    init(_ kind: Kind, _ code: Int32, from first: Int, on part: String, in folder: String, pause: Int = 500) throws {
        try self.init(kind, code: code, from: first, on: part, counter: "\(folder)/calls-\(UUID().uuidString)", pause: pause)
    }

    /// Has the command list every file that it makes, or gives another name, at `list`.
    static func environment(listingFilesAt list: String) throws -> [String: String] {
        try ["LD_PRELOAD": #require(library), "AADML_CREATED": list]
    }

    func run(_ tool: CommandLineTool, _ arguments: String...) throws -> CommandLineTool.Outcome { try tool.run(arguments, environment: environment) }

    /// Calls of the kind, on such paths, so far.
    var count: Int { (try? String(contentsOfFile: counter, encoding: .utf8)).flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) } ?? 0 }
}

extension CommandLineTool.Outcome {
    /// Whether the last line names a file whose path has `part` in it, and says what the system does not let be done with it.
    func tellsOfTheDisk(_ part: String) -> Bool {
        let last = errors.split(separator: "\n").last ?? ""
        let reasons = [
            "No space left", "quota", "Read-only", "Input/output", "enough space", "read only", "disk is full", "disk I/O error",
            "readonly", "unable to open",
        ]
        return last.hasPrefix("aadml: ") && last.contains(part) && reasons.contains { last.contains($0) }
    }
}
