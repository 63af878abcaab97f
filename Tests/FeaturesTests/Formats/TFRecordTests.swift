import ArrayFiles
import Clips
import Foundation
import Testing

@testable import Features

/// The three kinds of record, as their readers expect them.
@Suite struct TFRecordTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func first(_ format: String, _ rows: FeatureSet.Rows, codes: Bool) throws -> (message: ExampleMessage, remarks: [String]) {
        let path = scratch.path(format)
        var clips = Samples.clips(rows, codes: codes)
        if rows == .segments, let audio = clips[1].features[.audio] { clips[0].features[.audio] = audio }   // 2 rows beside 1
        let remarks = try Samples.write(clips, Samples.set(rows, codes: codes), as: format, to: path)
        let record = try #require(try RecordReader(path + "/train-00000.tfrecord").next())
        return (try ExampleMessage(record), remarks)
    }

    @Test func framesAreYouTube8Ms() throws {
        let (message, remarks) = try first("tfrecord-frames", .segments, codes: true)
        #expect(message.text("id") == "a1/Violin, fiddle/2-7")
        #expect(message.features["labels"] == .integers([0]))
        guard case .bytes(let values)? = message.lists["rgb"]?.first else { Issue.record("no bytes"); return }
        #expect(values.count == 1 && values[0].count == 6)
        #expect(message.lists["audio"]?.count == message.lists["rgb"]?.count)
        #expect(remarks == ["1 clip cut to as many rows of one modality as the other has"])
    }

    @Test func videosAreYouTube8Ms() throws {
        let (message, _) = try first("tfrecord-videos", .pooled, codes: false)
        guard case .floats(let audio)? = message.features["mean_audio"], case .floats(let visual)? = message.features["mean_rgb"] else {
            Issue.record("no floats"); return
        }
        #expect((audio.count, visual.count) == (4, 6) && message.lists.isEmpty)
    }

    @Test func audioIsAudioSets() throws {
        let (message, _) = try first("tfrecord-audioset", .segments, codes: true)
        #expect(message.text("video_id") == "a1/Violin, fiddle/2-7")
        #expect(message.features["start_time_seconds"] == .floats([2]) && message.features["end_time_seconds"] == .floats([7]))
        #expect(message.lists["audio_embedding"]?.count == 2)
    }

    @Test func shardsOfOtherToolsAreReadOneByOne() throws {
        _ = try first("tfrecord-frames", .segments, codes: true)
        let shard = scratch.path("train0001.tfrecord")
        try FileManager.default.copyItem(atPath: scratch.path("tfrecord-frames/train-00000.tfrecord"), toPath: shard)
        let read = try Samples.read(shard)
        #expect(read.clips.count == 3 && read.clips.allSatisfy { $0.split == .train })
        #expect(read.set[.audio]?.codes?.offset == 4.0 / 512 - 2)
        #expect(read.remarks.count == 1)
    }
}
