import Foundation
import Testing

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

    /// Whether a sanitizer multiplies its time and memory, so that bounds on them mean nothing (Tests/sanitize.sh).
    #if SANITIZED
    static let isSanitized = true
    #else
    static let isSanitized = false
    #endif

    let folder: String

    /// Starts the command in `folder`.
    ///
    /// - Parameters:
    ///   - program: another one to run in its place.
    ///   - environment: variables beside those of this process.
    func start(
        _ arguments: [String], program: String = Self.path, environment: [String: String] = [:], output: FileHandle? = nil, errors: FileHandle? = nil
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, own in own }
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output ?? FileHandle.nullDevice
        process.standardError = errors ?? FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Runs the command silently to its end.
    ///
    /// - Returns: its exit code, and the most bytes that it or one of its decoders had resident.
    func peakMemory(_ arguments: [String]) throws -> (code: Int32, bytes: Int) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in [STDOUT_FILENO, STDERR_FILENO] { posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0) }
        let words = (["sh", "-c", "cd \"$0\" && exec \"$@\"", folder, Self.path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        let environment = ProcessInfo.processInfo.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for variable in environment { free(variable) } }
        try #require(posix_spawn(&process, "/bin/sh", &actions, nil, words, environment) == 0)
        // The kernel's account of an ended child counts what this process, of which it was a copy, had resident.
        var status: Int32 = 0
        var peak = 0
        while waitpid(process, &status, WNOHANG) == 0 {
            peak = max(peak, ([process] + Self.children(of: process)).map(Self.highWaterMark).max() ?? 0)
            usleep(10_000)
        }
        return (status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F, peak)
    }

    static func children(of process: pid_t) -> [pid_t] {
        let path = "/proc/\(process)/task"
        return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
            .flatMap { thread in ((try? String(contentsOfFile: "\(path)/\(thread)/children", encoding: .utf8)) ?? "").split(separator: " ") }
            .compactMap { pid_t($0) }
    }

    /// Processes of a run that decode, once there are some.
    static func decoders(of run: Process) throws -> [pid_t] {
        let patience = Date.now.addingTimeInterval(60)
        while run.isRunning, Date.now < patience {
            let children = children(of: run.processIdentifier)
                .filter { ((try? String(contentsOfFile: "/proc/\($0)/cmdline", encoding: .utf8)) ?? "").contains("decode-server") }   // begun
            if !children.isEmpty { return children }
            usleep(2_000)
        }
        return []
    }

    /// Most bytes a running process has had resident; 0 where it is none of this command.
    private static func highWaterMark(of process: pid_t) -> Int {
        guard (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/exe"))?.hasSuffix("/aadml") == true,
            let line = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8))?.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
        else { return 0 }
        return (line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0) << 10
    }

    /// Runs the command to its end; its words go through files, so that no pipe fills.
    func run(_ arguments: String...) throws -> Outcome { try run(arguments) }

    /// Runs a shell's commands, to which the command is `$0`.
    func runShell(_ commands: String) throws -> Outcome { try run(["-c", commands, Self.path], program: "/bin/bash") }

    func run(_ arguments: [String], program: String = Self.path, environment: [String: String] = [:]) throws -> Outcome {
        let files = ["out", "err"].map { folder + "/.\($0)-\(UUID().uuidString)" }
        for file in files { _ = FileManager.default.createFile(atPath: file, contents: nil) }
        defer { for file in files { try? FileManager.default.removeItem(atPath: file) } }
        let process = try start(
            arguments, program: program, environment: environment, output: try FileHandle(forWritingTo: URL(fileURLWithPath: files[0])),
            errors: try FileHandle(forWritingTo: URL(fileURLWithPath: files[1])))
        process.waitUntilExit()
        let texts = try files.map { try String(contentsOfFile: $0, encoding: .utf8) }
        return Outcome(
            code: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus, output: texts[0], errors: texts[1])
    }
}
