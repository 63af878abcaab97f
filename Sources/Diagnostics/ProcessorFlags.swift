import Foundation

/// What /proc/cpuinfo says of the CPU.
enum ProcessorFlags {
    static let model = field("model name") ?? "unknown"
    static let names = Set((field("flags") ?? "").split(separator: " ").map(String.init))

    private static func field(_ name: String) -> String? {
        let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
        return lines.first { $0.hasPrefix(name) }?.split(separator: ":", maxSplits: 1).last.map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
