import Foundation
import Tensors

/// A small file of features with classes that can be learnt: safetensors in the table layout.
///
/// Both views of a class lie around a corner of their own, 6 and 10 wide.
struct FeatureFile {
    var perClass = 20
    var classes = 3

    var labels: [Int] { (0..<(perClass * classes)).map { $0 % classes } }

    func write(to scratch: Scratch, _ name: String = "features.safetensors") throws -> String {
        let count = labels.count
        var generator = SeededGenerator(seed: 5)
        func view(_ width: Int) -> [Float] {
            labels.flatMap { label in (0..<width).map { Float(generator.normal()) + ($0 % classes == label ? 2 : 0) } }
        }
        let parts: [(name: String, type: String, shape: [Int], bytes: [UInt8])] = [
            ("audio", "F32", [count, 6], bytes(view(6))), ("visual", "F32", [count, 10], bytes(view(10))),
            ("labels", "I64", [count], bytes(labels.map(Int64.init))),
            ("splits", "I64", [count], bytes((0..<count).map { Int64($0 < count / 2 ? 0 : 2) })),
        ]
        var offset = 0
        let entries = parts.map { part in
            defer { offset += part.bytes.count }
            return "\"\(part.name)\":{\"dtype\":\"\(part.type)\",\"shape\":\(part.shape),\"data_offsets\":[\(offset),\(offset + part.bytes.count)]}"
        }
        let header = Array("{\(entries.joined(separator: ","))}".utf8)
        return try scratch.write(bytes([UInt64(header.count)]) + header + parts.flatMap(\.bytes), to: name)
    }

    private func bytes<Element: BitwiseCopyable>(_ values: [Element]) -> [UInt8] { values.withUnsafeBytes { Array($0) } }
}
