import ArrayFiles
import Foundation
import Tensors
import Testing

/// Arrays as a reference library read them: made by Tests/References/weights_files.py.
struct GoldenArrays {
    private struct Entry: Decodable {
        let shape: [Int]
        let values: [Double]
    }

    private let entries: [String: Entry]

    init(_ name: String) throws {
        entries = try JSONDecoder().decode([String: Entry].self, from: Data(contentsOf: URL(fileURLWithPath: golden("weights_\(name).json"))))
    }

    /// Whether the dictionary holds these arrays and no other, bit by bit.
    func expectEqual(_ found: TensorDictionary, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(found.names == entries.keys.sorted(), sourceLocation: sourceLocation)
        for (name, entry) in entries {
            let shape = found.tensors[name]?.shape ?? found.integers[name]?.shape
            let values = found.tensors[name]?.values.map(Double.init) ?? found.integers[name]?.values.map(Double.init)
            #expect(shape == entry.shape, "\(name)", sourceLocation: sourceLocation)
            #expect(values == entry.values, "\(name)", sourceLocation: sourceLocation)
        }
    }

    subscript(name: String) -> (shape: [Int], values: [Float])? { entries[name].map { ($0.shape, $0.values.map(Float.init)) } }
}

/// Seeded mutations of a file: bytes changed, ranges removed, repeated or set to all ones, the end cut off.
struct Mutations {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(below limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return limit > 0 ? Int((state >> 33) % UInt64(limit)) : 0
    }

    mutating func mutate(_ whole: [UInt8]) -> [UInt8] {
        var bytes = whole
        for _ in 0...next(below: 3) where !bytes.isEmpty {
            let place = next(below: bytes.count)
            let end = min(bytes.count, place + 1 + next(below: 12))
            switch next(below: 6) {
            case 0: bytes[place] = UInt8(next(below: 256))
            case 1: bytes[place] ^= 1 << UInt8(next(below: 8))
            case 2: bytes.replaceSubrange(place..<end, with: repeatElement(0xff, count: end - place))
            case 3: bytes.removeSubrange(place..<end)
            case 4: bytes.insert(contentsOf: bytes[place..<end], at: next(below: bytes.count))
            default: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }
}
