import Clips

/// AudioSet's records: SequenceExamples with the context video_id, start_time_seconds, end_time_seconds and labels, and the
/// feature list audio_embedding.
struct TFRecordAudioSet: FeatureFormat {
    let name = "tfrecord-audioset"
    let summary = "AudioSet's TFRecord shards: video_id, labels, audio_embedding"
    let rows: [FeatureSet.Rows] = [.segments]
    let encodings: [Encoding] = [.codes, .float32]
    let modalities: [Modality] = [.audio]
    let needsEveryModality = true

    func writer(_ request: ExportRequest) throws -> any FeatureWriter { try RecordShardsWriter(request, Spelling(), format: name) }

    func source(_ path: String) throws -> (any FeatureSource)? { try RecordShardsReader(path, Spelling()) }

    private struct Spelling: RecordSpelling {
        let isSequence = true
        private static let list = "audio_embedding"

        func message(of clip: FeatureClip, _ set: FeatureSet, classIDs: [Int], _ exportRemarks: inout ExportRemarks) -> ExampleMessage {
            var message = ExampleMessage()
            message.features["video_id"] = .text(clip.id)
            let times = clip.features[.audio]?.times ?? []
            message.features["start_time_seconds"] = .floats([Float(clip.interval?.start ?? times.first?.start ?? 0)])
            message.features["end_time_seconds"] = .floats([Float(clip.interval?.end ?? times.last?.end ?? 0)])
            message.lists[Self.list] = clip.features[.audio].map(FrameLists.steps) ?? []
            return message
        }

        func features(of message: ExampleMessage) throws(RecordProblem) -> [Modality: ClipRows]? {
            guard let list = message.lists[Self.list] else { return nil }
            return [.audio: try FrameLists.rows(list, Self.list)]
        }

        func id(of message: ExampleMessage) -> String? { message.text("video_id") }
    }
}
