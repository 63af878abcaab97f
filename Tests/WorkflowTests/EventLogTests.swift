import Foundation
import Testing
import Workflow

@Suite final class EventLogTests {
    let path = FileManager.default.temporaryDirectory.appending(path: "log-\(UUID().uuidString).jsonl").path

    deinit { try? FileManager.default.removeItem(atPath: path) }

    private func objects() throws -> [[String: Any]] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    @Test func eachEventIsALineAndProgressIsLeftOut() throws {
        let log = try EventLog(path: path)
        log.emit(.stage("train", .run(because: "seed is new")))
        log.emit(.stage("report", .upToDate))
        log.emit(.progress(stage: "train", done: 1, total: 2, failed: 0, unit: "epochs", note: ""))
        log.emit(.failure(stage: "extract", item: "a/\"b\".mp4", reason: "damaged", message: "two\nlines, ü"))
        log.emit(.finished(stage: "train", summary: "2 epochs", seconds: 1.5))
        log.emit(.notice("done"))
        let objects = try objects()
        #expect(objects.map { $0["event"] as? String } == ["stage", "stage", "failure", "finished", "notice"])
        #expect(objects[0]["stage"] as? String == "train" && objects[0]["decision"] as? String == "run")
        #expect(objects[0]["because"] as? String == "seed is new")
        #expect(objects[1]["decision"] as? String == "up to date" && objects[1]["because"] == nil)
        #expect(objects[2]["item"] as? String == "a/\"b\".mp4" && objects[2]["message"] as? String == "two\nlines, ü")
        #expect(objects[2]["reason"] as? String == "damaged")
        #expect(objects[3]["seconds"] as? Double == 1.5 && objects[3]["summary"] as? String == "2 epochs")
        #expect(objects[4]["text"] as? String == "done")
        for object in objects { #expect((object["at"] as? String)?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil) }
    }

    @Test func aLaterRunAppends() throws {
        for text in ["first", "second"] { try EventLog(path: path).emit(.notice(text)) }
        #expect(try objects().map { $0["text"] as? String } == ["first", "second"])
    }

    @Test func linesFromManyThreadsDoNotMix() async throws {
        let log = try EventLog(path: path)
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask { for number in 0..<50 { log.emit(.notice("\(writer) \(number) " + String(repeating: "x", count: 3000))) } }
            }
        }
        #expect(try objects().count == 400)
    }

    @Test func aFolderThatIsNotThereIsNamed() {
        #expect(throws: WorkflowError.cannotWrite(path: "/none/log.jsonl", reason: "No such file or directory")) {
            try EventLog(path: "/none/log.jsonl")
        }
    }
}
