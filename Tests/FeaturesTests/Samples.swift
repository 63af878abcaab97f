import Clips
@testable import Features
import Foundation
import Tensors

/// Clips and sets the tests write and read.
enum Samples {
    static let classNames = ["dog", "Violin, fiddle", "bébé"]

    static func set(_ rows: FeatureSet.Rows, codes: Bool, audio: Int = 4, visual: Int = 6) -> FeatureSet {
        let scale = codes ? CodeScale(scale: 4.0 / 255, offset: -2, rounding: "round") : nil
        return FeatureSet(aadml: "9.9.9", rows: rows, classNames: classNames, features: [
            .audio: .init(network: "vggish", extractor: "e1", width: audio, recipe: ["hop": "0.96", "weights": "abc"], codes: scale),
            .visual: .init(
                network: "inception-v3/tf2015", extractor: "e2", width: visual, recipe: ["frames_per_second": "2.0"], synthesized: true,
                post: "youtube8m", codes: scale),
        ])
    }

    /// Clips with different numbers of rows, odd ids, several labels, an event, and every part.
    static func clips(_ rows: FeatureSet.Rows, codes: Bool, audio: Int = 4, visual: Int = 6) -> [FeatureClip] {
        let ids = ["a1/Violin, fiddle/2-7", "dog_video_00001", ".hidden%2Fé", "d", "e", "f/g"]
        let splits: [Split] = [.train, .train, .validation, .test, .test, .train]
        return ids.indices.map { index in
            let count = rows == .pooled ? 1 : 1 + index % 3
            return FeatureClip(
                id: ids[index], labels: index == 1 ? [classNames[1], classNames[0]] : [classNames[index % 3]], split: splits[index],
                interval: index == 0 ? Interval(start: 2, end: 7) : nil,
                features: [
                    .audio: matrix(index, count, audio, codes, hop: 0.96), .visual: matrix(index + 50, count, visual, codes, hop: 0.1 + 0.2),
                ])
        }
    }

    private static func matrix(_ seed: Int, _ rows: Int, _ columns: Int, _ codes: Bool, hop: Double) -> ClipRows {
        let count = rows * columns
        let values: ClipRows.Values = codes
            ? .codes((0..<count).map { UInt8(($0 * 37 + seed * 11) % 256) })
            : .floats((0..<count).map { Float(($0 * 37 + seed * 11) % 101) / 7 - 3 })
        let times = (0..<rows).map { Interval(start: Double($0) * hop, end: Double($0) * hop + 0.975) }
        return ClipRows(rows: rows, columns: columns, values: values, times: times)
    }

    /// Writes clips and gives what the writer remarked.
    @discardableResult
    static func write(_ clips: [FeatureClip], _ set: FeatureSet, as format: String, to path: String, rowsPerClip: Int? = nil) throws -> [String] {
        guard let format = FeatureFormats.named(format) else { fatalError("no format \(format)") }
        var set = set
        for modality in set.modalities where !format.modalities.contains(modality) { set[modality] = nil }
        var longest: [Modality: Int] = [:]
        for clip in clips { for (modality, rows) in clip.features { longest[modality] = max(longest[modality] ?? 0, rows.rows) } }
        let writer = try format.writer(ExportRequest(
            path: path, set: set, expectedClips: clips.count, rowsPerClip: rowsPerClip, longest: longest))
        for clip in clips { try writer.write(clip) }
        return try writer.finish()
    }

    /// What stands in a file, codes as they are.
    static func read(_ path: String) throws -> (set: FeatureSet, clips: [FeatureClip], remarks: [String]) {
        let reader = try FeatureFormats.source(path)
        var clips: [FeatureClip] = []
        while let clip = try reader.next() { clips.append(clip) }
        return (reader.set, clips, reader.remarks)
    }
}
