import Clips
import Tensors
import Workflow

/// Reads the rows of an assembled table as clips.
final class TableSource: FeatureSource {
    let set: FeatureSet
    let clipCount: Int?
    let remarks: [String] = []
    private let table: FeatureTable
    private var position = 0

    init(_ table: FeatureTable) {
        self.table = table
        clipCount = table.ids.count
        func features(_ width: Int) -> FeatureSet.Features {
            .init(network: "assembled table", extractor: "", width: width, synthesized: table.isSynthesized, post: "as 'assemble' of the pipeline says")
        }
        set = FeatureSet(
            aadml: aadmlVersion, rows: .pooled, classNames: table.classNames,
            features: [.audio: features(table.audio.columns), .visual: features(table.visual.columns)])
    }

    func next() throws -> FeatureClip? {
        guard position < table.ids.count else { return nil }
        defer { position += 1 }
        return FeatureClip(
            id: table.ids[position], labels: [table.classNames[table.labels[position]]], split: table.splits[position], interval: nil,
            features: [
                .audio: ClipRows(table.audio.gathering(rows: [position]), times: []),
                .visual: ClipRows(table.visual.gathering(rows: [position]), times: []),
            ])
    }
}
