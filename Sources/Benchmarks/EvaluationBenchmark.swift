public import ArrayFiles
import Foundation
import Retrieval
import Tensors
import Workflow

/// How long it takes to rank and score both directions of a retrieval.
public struct EvaluationBenchmark: Sendable {
    private let sides: EvaluationCase

    public init(_ sides: EvaluationCase) { self.sides = sides }

    public struct Result: Codable, Sendable, CustomStringConvertible {
        public let direction: String
        public let map: Double
        public let seconds: Double
        public let queries: Int
        public let gallery: Int
        public let width: Int

        public var description: String {
            String(format: "%@: %d x %d, %d-D: %.3f s, MAP %.6f", direction, queries, gallery, width, seconds, map)
        }
    }

    /// - Parameter rounds: times each direction is evaluated; the fastest counts.
    /// - Throws: `RetrievalError` on values that are not finite and labels out of range.
    public func run(rounds: Int) throws -> [Result] {
        [try measure("audio to visual", sides.audio, sides.visual, rounds), try measure("visual to audio", sides.visual, sides.audio, rounds)]
    }

    private func measure(_ direction: String, _ queries: Matrix, _ gallery: Matrix, _ rounds: Int) throws -> Result {
        var map = 0.0, best = Double.infinity
        for _ in 0..<max(1, rounds) {
            let start = ContinuousClock.now
            map = try evaluate(
                queries: queries, gallery: gallery, queryLabels: sides.labels, galleryLabels: sides.labels,
                classCount: (sides.labels.max() ?? 0) + 1).map
            best = min(best, (ContinuousClock.now - start).seconds)
        }
        return Result(direction: direction, map: map, seconds: best, queries: queries.rows, gallery: gallery.rows, width: queries.columns)
    }
}

/// Two views of labelled items to evaluate.
public struct EvaluationCase: Sendable {
    let audio: Matrix
    let visual: Matrix
    let labels: [Int]

    /// Items around class centres, with noise of its own in each view.
    public init(rows: Int, width: Int, classes: Int) {
        var generator = SeededGenerator(seed: 0)
        let labels = (0..<rows).map { _ in generator.below(classes) }
        let centres = (0..<(classes * width)).map { _ in Float(generator.normal()) }
        var view: Matrix {
            let values = (0..<(rows * width)).map { centres[labels[$0 / width] * width + $0 % width] + 2 * Float(generator.normal()) }
            return Matrix(rows: rows, columns: width, values: values)
        }
        self.labels = labels
        audio = view
        visual = view
    }

    /// Reads arrays `audio`, `visual` (`[rows, width]`) and `labels` (`[rows]`) of an npz file.
    ///
    /// - Throws: `TensorFileError`.
    public init(npz path: String) throws(TensorFileError) {
        let arrays = try NPZ.read(path)
        func matrix(_ name: String) throws(TensorFileError) -> Matrix {
            guard let matrix = arrays[name]?.asFloats.flatMap(Matrix.init) else {
                throw .unsupported(file: path, array: name, found: "no matrix of numbers", supported: "arrays audio, visual and labels")
            }
            return matrix
        }
        audio = try matrix("audio")
        visual = try matrix("visual")
        guard case .integers(let labels)? = arrays["labels"], labels.values.allSatisfy({ (0..<1_000_000).contains($0) }) else {
            throw .unsupported(file: path, array: "labels", found: "no class ids", supported: "one class id a row, from 0 to 999,999")
        }
        self.labels = labels.values.map { Int($0) }
    }
}
