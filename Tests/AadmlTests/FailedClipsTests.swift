import Foundation
import Testing

/// What the user sees of clips that failed in a run that went on to its report.
@Suite struct FailedClipsTests {
    @Test func theEndOfTheRunTheReportAndTheLogSayWhatFailedForWhat() throws {
        let pipeline = try SmallPipeline()
        defer { pipeline.remove() }
        let bad = [("dog", 90001, "noise, no video"), ("dog", 90002, "noise, no sound"), ("drum", 90003, "")]
        for (name, number, text) in bad {
            let folder = "\(pipeline.folder)/more/\(name)/videos"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/video_\(number).mp4"))
        }
        try pipeline.write("w", sources: "v.tar, more")
        let outcome = try pipeline.run("w", "--set", "dataset.split={ratio: [0.75, 0, 0.25]}")
        #expect(outcome.code == 3, "\(outcome.errors)")
        #expect(outcome.output.contains("failed for    audio   visual\nnot_media         2        2"), "\(outcome.output)")

        let report = String(decoding: try pipeline.bytes("w", "runs/run/report/index.html"), as: UTF8.self)
        let chart = try #require(report.components(separatedBy: "Reasons of failure").dropFirst().joined().components(separatedBy: "</figure>").first)
        #expect(chart.contains("not_media") && chart.contains("empty") && !chart.contains("no_audio"), "\(chart)")
        for (name, number, _) in bad { #expect(report.contains("\(name)/videos/video_\(number).mp4")) }

        let log = String(decoding: try pipeline.bytes("w", "runs/run/log.jsonl"), as: UTF8.self).split(separator: "\n")
        let events = try log.map { try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
        let failures = events.compactMap { event in (event["item"] as? String).map { ($0, event["reason"] as? String ?? "") } }
        #expect(Set(failures.map { "\($0) \($1)" }) == [
            "dog/videos/video_90001.mp4 not_media", "dog/videos/video_90002.mp4 not_media", "drum/videos/video_90003.mp4 empty",
        ], "\(failures)")
    }
}
