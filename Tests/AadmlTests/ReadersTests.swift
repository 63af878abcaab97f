import Foundation
import GRDB
import Testing

/// Whoever only looks never waits for who writes.
@Suite struct ReadersTests {
    @Test func statusAndInfoDoNotWaitForAWriter() throws {
        let pipeline = try SmallPipeline()
        defer { pipeline.remove() }
        try pipeline.write("w", .sound)
        try #require(try pipeline.run("w").code == 0)
        let files = [pipeline.path("w", "catalogue.sqlite"), pipeline.features("w")]
        let writers = try files.map { try DatabaseQueue(path: $0) }
        try writers[0].inDatabase { catalogue in
            try writers[1].inDatabase { features in
                try catalogue.execute(sql: "BEGIN EXCLUSIVE; DELETE FROM failure; UPDATE sample SET labels = 'x'")
                try features.execute(sql: "BEGIN EXCLUSIVE; DELETE FROM feature")
                let start = ContinuousClock.now
                let status = try pipeline.tool.run("status", "w.yaml")
                let info = try pipeline.tool.run("features", "info", "w")
                #expect(ContinuousClock.now - start < .seconds(5))
                #expect(status.code == 0 && status.output.contains("features   \(SmallPipeline.clips) clips, audio"), "\(status.errors)")
                #expect(info.code == 0 && info.output.contains("\(SmallPipeline.clips) clips,"), "\(info.errors)")
                try features.execute(sql: "ROLLBACK")
            }
            try catalogue.execute(sql: "ROLLBACK")
        }
    }
}
