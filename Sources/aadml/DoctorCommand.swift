import ArgumentParser
import Diagnostics
import Stages
import Workflow

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check this machine: libraries, CPU, and that its arithmetic is right.",
        discussion: "Exits with 1 if something must be mended; each such line says how.")

    @Flag(help: "Print as JSON.")
    var json = false

    func run() throws {
        let findings = Examination.run(version: aadmlVersion)
        if json {
            try printJSON(findings)
        } else {
            for finding in findings { print(finding) }
        }
        if findings.contains(where: { $0.verdict == .broken }) { throw ExitCode(1) }
    }
}
