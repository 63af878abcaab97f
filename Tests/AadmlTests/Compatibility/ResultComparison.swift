import Foundation

/// How far results may be from those of b283a79.
struct Tolerance {
    /// Relative L2 distance of a clip's features.
    let features: Double
    /// Relative L2 distance of one modality in the assembled table.
    let table: Double
    /// Difference of a score in a ranking.
    let score: Double
    /// Difference of a metric. Metrics depend on the order of the scores alone, and no two scores of these rankings are closer than 100
    /// times the deviation between classes of processors.
    let metric = 1e-6

    /// The same processor and libraries compute the same bits; OpenBLAS with another number of threads was seen to deviate by 3e-7.
    static let sameMachine = Tolerance(features: 1e-6, table: 1e-6, score: 1e-6)

    /// Sums of float32 in another order. With oneDNN and OpenBLAS held to SSE 4.1 and to AVX the deviations from AVX2 were 3.5e-6 in the
    /// features, 2.4e-5 in the table (components of small variance magnify it) and 2.9e-5 in the scores.
    static let otherMachine = Tolerance(features: 1e-5, table: 1e-4, score: 2e-4)
}

/// The L2 norm of the difference over that of `expected`; infinite where the counts differ.
func relativeDistance(_ expected: [Float], _ found: [Float]) -> Double {
    guard expected.count == found.count else { return .infinity }
    let norm = expected.reduce(0) { $0 + Double($1) * Double($1) }
    let distance = zip(expected, found).reduce(0) { $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1)) }
    return distance == 0 ? 0 : (distance / norm).squareRoot()
}

/// The float32 values of an npy file of version 1.
func npyValues(_ file: [UInt8]) -> [Float] {
    guard file.count >= 10 else { return [] }
    return numbers(Data(file.dropFirst(10 + Int(file[8]) + Int(file[9]) << 8)))
}

/// What a JSON file holds.
indirect enum JSONTree: Decodable {
    case number(Double)
    case text(String)
    case list([JSONTree])
    case object([String: JSONTree])
    /// A flag or nothing.
    case other

    init(path: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: URL(fileURLWithPath: path))) }

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([JSONTree].self) {
            self = .list(list)
        } else {
            self = (try? value.decode([String: JSONTree].self)).map(JSONTree.object) ?? .other
        }
    }

    /// Where `other` lacks a number or text of this tree or has another one, e.g. `map.average: 0.5, now 0.6`.
    func differences(from other: JSONTree?, within tolerance: Double, at path: String = "") -> [String] {
        switch (self, other) {
        case (.other, _): []
        case (.number(let old), .number(let new)) where abs(old - new) <= tolerance: []
        case (.text(let old), .text(let new)) where old == new: []
        case (.list(let old), .list(let new)) where old.count == new.count:
            old.indices.flatMap { old[$0].differences(from: new[$0], within: tolerance, at: "\(path)[\($0)]") }
        case (.object(let old), .object(let new)):
            old.sorted { $0.key < $1.key }.flatMap { key, value in
                value.differences(from: new[key], within: tolerance, at: path.isEmpty ? key : "\(path).\(key)")
            }
        default: ["\(path): \(self.summary), now \(other?.summary ?? "missing")"]
        }
    }

    /// Without the keys of the outermost object that are named.
    func omitting(_ keys: Set<String>) -> JSONTree {
        guard case .object(let entries) = self else { return self }
        return .object(entries.filter { !keys.contains($0.key) })
    }

    private var summary: String {
        switch self {
        case .number(let number): "\(number)"
        case .text(let text): "'\(text)'"
        case .list(let list): "a list of \(list.count)"
        case .object(let entries): "an object of \(entries.count)"
        case .other: "a flag or null"
        }
    }
}
