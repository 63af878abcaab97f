import Foundation
import Kernels

/// The machine a measurement was made on.
public struct MachineFacts: Codable, Sendable {
    public let cpu: String
    public let usableCores: Int
    public let oneDNN: String

    public static var current: MachineFacts {
        let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
        let model = lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
        let units = OneDNN.hasBFloat16 ? "AVX-512 with bfloat16" : OneDNN.hasAVX512 ? "AVX-512" : "no AVX-512"
        return MachineFacts(
            cpu: "\(model ?? "an unknown CPU") (\(units))", usableCores: ProcessInfo.processInfo.activeProcessorCount, oneDNN: OneDNN.version)
    }
}
