import ArrayFiles
import Testing

@testable import Features

/// Damaged and lying messages: an error, never a crash and never memory for what is not there.
@Suite struct ExampleMessageTests {
    @Test func messagesCutShortAreRefused() throws {
        var message = ExampleMessage()
        message.features = ["id": .text("clip"), "labels": .integers([3, -1]), "mean": .floats([1, 2.5])]
        message.lists = ["rgb": [.bytes([[1, 2]]), .bytes([[3, 4]])]]
        let whole = message.bytes(isSequence: true)
        #expect(try ExampleMessage(whole) == message)
        var refused = 0
        for length in 0..<whole.count where (try? ExampleMessage(Array(whole[..<length]))) == nil { refused += 1 }
        // Cut between the two fields, or at the very beginning, it is a message again.
        #expect(refused >= whole.count - 2)
        #expect(throws: FormatProblem.self) { try ExampleMessage([0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]) }
    }
}
