import Archives
import Foundation
import Kernels
import Media
import Store
import Workflow

/// What made a result besides its fingerprint: recorded for people, never compared.
enum Provenance {
    static func current(seconds: Double) throws -> [String: String] {
        var facts = ["aadml": aadmlVersion, "seconds": String(format: "%.3f", seconds), "host": ProcessInfo.processInfo.hostName]
        facts["cpu"] = cpuModel
        for (library, version) in MediaLibraries.versions() { facts[library] = version }
        facts["sqlite"] = try SQLiteLibrary.version()
        facts["openblas"] = BLASThreads.description
        return facts
    }

    /// As /proc/cpuinfo names it.
    static var cpuModel: String {
        let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
        let line = lines.first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
    }
}
