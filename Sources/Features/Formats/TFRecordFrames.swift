import Clips

/// YouTube-8M's frame-level records: SequenceExamples with the context id and labels, and the feature lists rgb and audio.
///
/// Their readers want as many steps of sound as of picture, so that the longer list is cut.
struct TFRecordFrames: FeatureFormat {
    let name = "tfrecord-frames"
    let summary = "YouTube-8M's frame-level TFRecord shards: id, labels, rgb, audio"
    let rows: [FeatureSet.Rows] = [.segments]
    let encodings: [Encoding] = [.codes, .float32]
    let needsEveryModality = true

    func writer(_ request: ExportRequest) throws -> any FeatureWriter { try RecordShardsWriter(request, Spelling(), format: name) }

    func source(_ path: String) throws -> (any FeatureSource)? { try RecordShardsReader(path, Spelling()) }

    private struct Spelling: RecordSpelling {
        let isSequence = true
        private static let lists: [Modality: String] = [.audio: "audio", .visual: "rgb"]

        func message(of clip: FeatureClip, _ set: FeatureSet, classIDs: [Int], _ exportRemarks: inout ExportRemarks) -> ExampleMessage {
            var message = ExampleMessage()
            message.features["id"] = .text(clip.id)
            let shortest = clip.features.values.map(\.rows).min() ?? 0
            if clip.features.values.contains(where: { $0.rows > shortest }) { exportRemarks.add("cut to as many rows of one modality as the other has") }
            for (modality, rows) in clip.features {
                if let name = Self.lists[modality] { message.lists[name] = FrameLists.steps(rows.prefix(shortest)) }
            }
            return message
        }

        func features(of message: ExampleMessage) throws(RecordProblem) -> [Modality: ClipRows]? {
            var features: [Modality: ClipRows] = [:]
            for (modality, name) in Self.lists {
                guard let list = message.lists[name] else { continue }
                features[modality] = try FrameLists.rows(list, name)
            }
            return features.isEmpty ? nil : features
        }

        // Older releases spell it video_id.
        func id(of message: ExampleMessage) -> String? { message.text("id") ?? message.text("video_id") }
    }
}
