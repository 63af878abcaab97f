import Clips

/// YouTube-8M's video-level records: Examples with id, labels, mean_rgb and mean_audio.
struct TFRecordVideos: FeatureFormat {
    let name = "tfrecord-videos"
    let summary = "YouTube-8M's video-level TFRecord shards: id, labels, mean_rgb, mean_audio"
    let rows: [FeatureSet.Rows] = [.pooled]
    let encodings: [Encoding] = [.float32]
    let needsEveryModality = true

    func writer(_ request: ExportRequest) throws -> any FeatureWriter { try RecordShardsWriter(request, Spelling(), format: name) }

    func source(_ path: String) throws -> (any FeatureSource)? { try RecordShardsReader(path, Spelling()) }

    private struct Spelling: RecordSpelling {
        let isSequence = false
        private static let names: [Modality: String] = [.audio: "mean_audio", .visual: "mean_rgb"]

        func message(of clip: FeatureClip, _ set: FeatureSet, classIDs: [Int], _ exportRemarks: inout ExportRemarks) -> ExampleMessage {
            var message = ExampleMessage()
            message.features["id"] = .text(clip.id)
            for (modality, name) in Self.names {
                if case .floats(let values)? = clip.features[modality]?.values { message.features[name] = .floats(values) }
            }
            return message
        }

        func features(of message: ExampleMessage) throws(RecordProblem) -> [Modality: ClipRows]? {
            guard message.lists.isEmpty else { return nil }
            var features: [Modality: ClipRows] = [:]
            for (modality, name) in Self.names {
                guard let feature = message.features[name] else { continue }
                features[modality] = try FrameLists.rows([feature], name)
            }
            return features.isEmpty ? nil : features
        }

        func id(of message: ExampleMessage) -> String? { message.text("id") ?? message.text("video_id") }
    }
}
