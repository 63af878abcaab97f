import ArgumentParser
import Foundation
import Settings
import Stages
import Workflow

/// The command. Results go to standard output; progress, logs and errors to standard error.
@main
struct Aadml: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aadml",
        abstract: "From raw audio-visual archives to cross-modal retrieval: features, AADML training, evaluation, report.",
        discussion: """
            Exit codes: 0 all good; 1 failed; 2 wrong usage or settings; 3 finished, but some clips that exist failed or lack a \
            modality (they are listed); 130 or 143 stopped by SIGINT or SIGTERM, and the next run goes on from there.
            """,
        version: "aadml \(aadmlVersion)",
        subcommands: [
            RunCommand.self, StatusCommand.self, FeaturesCommand.self, WeightsCommand.self, DatasetCommand.self, BenchCommand.self,
            DoctorCommand.self, DecodeServerCommand.self,
        ])

    static func main() {
        // Writing beyond `ulimit -f` is an error like a full disk, not the end of the process.
        signal(SIGXFSZ, SIG_IGN)
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            Foundation.exit(report(error))
        }
    }

    /// Prints what went wrong and gives the exit code the contract names.
    private static func report(_ error: any Error) -> Int32 {
        switch error {
        case let code as ExitCode: return code.rawValue
        case let interruption as Interruption:
            printError("\(interruption)")
            return interruption.exitCode
        case is SettingsError, is UsageError:
            printError("aadml: \(error)")
            return 2
        default: break
        }
        let code = exitCode(for: error)
        switch code {
        case .success: print(fullMessage(for: error))
        case .validationFailure: printError(fullMessage(for: error))
        default: printError("aadml: \("\(error)".onOneLine)")
        }
        // ArgumentParser's own code for wrong usage is 64.
        return code == .validationFailure ? 2 : code.rawValue
    }
}

/// Arguments that parse but make no sense together.
struct UsageError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

func printError(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
}

/// One JSON document on standard output.
func printJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
}
