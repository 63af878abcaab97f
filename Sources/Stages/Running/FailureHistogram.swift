public import Clips

/// How many clips failed for each reason, by modality.
public struct FailureHistogram: Sendable, Equatable {
    public struct Row: Sendable, Equatable {
        public let reason: String
        /// In the order of ``FailureHistogram/modalities``.
        public let counts: [Int]

        public var total: Int { counts.reduce(0, +) }
    }

    /// Those that anything failed in.
    public let modalities: [Modality]
    /// The most frequent reason first.
    public let rows: [Row]

    init(_ failures: [(reason: String, modality: Modality)]) {
        let modalities = Modality.allCases.filter { modality in failures.contains { $0.modality == modality } }
        self.modalities = modalities
        rows = Dictionary(grouping: failures, by: \.reason)
            .map { reason, failures in Row(reason: reason, counts: modalities.map { modality in failures.count { $0.modality == modality } }) }
            .sorted { ($1.total, $0.reason) < ($0.total, $1.reason) }
    }

    public var isEmpty: Bool { rows.isEmpty }

    /// A line a reason with a bar, under a heading.
    public var lines: [String] {
        guard let most = rows.first?.total else { return [] }
        let width = max(rows.map(\.reason.count).max() ?? 0, "failed for".count)
        func line(_ first: String, _ cells: [String], _ bar: String) -> String {
            first.padding(to: width) + cells.map { "  " + $0.padding(to: -7) }.joined() + (bar.isEmpty ? "" : "  " + bar)
        }
        return [line("failed for", modalities.map(\.rawValue), "")] + rows.map { row in
            line(row.reason, row.counts.map(String.init), String(repeating: "#", count: max(1, row.total * 30 / most)))
        }
    }
}

extension String {
    /// Filled with blanks to a width: behind the text, or before it where the width is negative.
    fileprivate func padding(to width: Int) -> String {
        let blanks = String(repeating: " ", count: max(0, abs(width) - count))
        return width < 0 ? blanks + self : self + blanks
    }
}
