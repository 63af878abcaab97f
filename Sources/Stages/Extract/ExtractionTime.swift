public import Clips
public import Extractors
import Foundation

/// Seconds of extraction by what they were spent on, over all workers.
public struct ExtractionTime: Hashable, Sendable {
    /// Members of archives, by the thread that reads them; a file is read while it is decoded.
    public var read = 0.0
    /// Containers, sound and pictures, up to 16 kHz samples and RGB.
    public var decode = 0.0
    /// Decoded media into the form in which they are persisted, and onto the disk.
    public var keep = 0.0
    /// Preparing what the networks take, and the networks themselves.
    public var embedding = PerModality(audio: EmbeddingTime(), visual: EmbeddingTime())
    /// Small pictures and envelopes for the report.
    public var previews = 0.0
    /// Features and failures into the workspace, with the wait for other workers' writes.
    public var write = 0.0
    /// What the parts of ``embedding`` are called; nil for a modality that is not extracted.
    public private(set) var labels: PerModality<EmbeddingTimeLabels?>

    public init(labels: PerModality<EmbeddingTimeLabels?> = PerModality(audio: nil, visual: nil)) { self.labels = labels }

    /// In the order in which a clip goes through them.
    private var parts: [(label: EmbeddingTimeLabels.Label, seconds: Double)] {
        func embedders(_ label: (EmbeddingTimeLabels) -> EmbeddingTimeLabels.Label, _ part: (EmbeddingTime) -> Double)
            -> [(label: EmbeddingTimeLabels.Label, seconds: Double)] {
            [Modality.visual, .audio].compactMap { modality in labels[modality].map { (label($0), part(embedding[modality])) } }
        }
        func part(_ key: String, _ title: String, _ seconds: Double) -> (label: EmbeddingTimeLabels.Label, seconds: Double) {
            (EmbeddingTimeLabels.Label(key: key, title: title), seconds)
        }
        return [part("read", "read", read), part("decode", "decode", decode), part("keep", "keep", keep)]
            + embedders(\.inputs, \.inputs) + embedders(\.network, \.network)
            + [part("previews", "previews", previews), part("write", "cache write", write)]
    }

    public var total: Double { parts.reduce(0) { $0 + $1.seconds } }

    /// e.g. `decode 12 %, resize 2 %, ...`, without what took nothing; empty if nothing took any time.
    public var shares: String {
        let total = total
        guard total > 0 else { return "" }
        return parts.compactMap { part in
            let share = part.seconds / total * 100
            return share == 0 ? nil : "\(part.label.title) " + String(format: share < 9.95 ? "%.1f %%" : "%.0f %%", share)
        }.joined(separator: ", ")
    }

    public static func += (sum: inout Self, other: Self) {
        sum.read += other.read
        sum.decode += other.decode
        sum.keep += other.keep
        sum.embedding = PerModality { sum.embedding[$0] + other.embedding[$0] }
        sum.previews += other.previews
        sum.write += other.write
        sum.labels = PerModality { sum.labels[$0] ?? other.labels[$0] }
    }
}

extension ExtractionTime: Encodable {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        for part in parts { try container.encode(part.seconds, forKey: Key(part.label.key)) }
    }
}
