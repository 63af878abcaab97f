import Clips

/// Rows as a feature list of a SequenceExample: one step a row, bytes for codes, floats otherwise.
enum FrameLists {
    static func steps(_ rows: ClipRows) -> [ExampleFeature] {
        (0..<rows.rows).map { row in
            let part = (row * rows.columns)..<((row + 1) * rows.columns)
            return switch rows.values {
            case .floats(let values): .floats(Array(values[part]))
            case .codes(let values): .bytes([Array(values[part])])
            }
        }
    }

    /// - Throws: ``RecordProblem`` for steps that are empty, mixed, or of different widths.
    static func rows(_ steps: [ExampleFeature], _ name: String) throws(RecordProblem) -> ClipRows {
        var floats: [Float] = [], codes: [UInt8] = []
        var width = 0
        for (index, step) in steps.enumerated() {
            let count: Int
            switch step {
            case .floats(let values):
                floats += values
                count = values.count
            case .bytes(let values):
                guard values.count == 1 else { throw RecordProblem(text: "'\(name)', step \(index): expected one string of bytes, found \(values.count)") }
                codes += values[0]
                count = values[0].count
            case .integers: throw RecordProblem(text: "'\(name)', step \(index): expected bytes or floats, found integers")
            }
            if index == 0 { width = count }
            guard count == width, count > 0 else { throw RecordProblem(text: "'\(name)', step \(index): has \(count) values, the first step \(width)") }
        }
        guard !steps.isEmpty else { throw RecordProblem(text: "'\(name)' has no step") }
        guard floats.isEmpty || codes.isEmpty else { throw RecordProblem(text: "'\(name)' mixes bytes and floats") }
        return ClipRows(rows: steps.count, columns: width, values: codes.isEmpty ? .floats(floats) : .codes(codes), times: [])
    }
}
