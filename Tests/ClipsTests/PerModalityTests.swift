import Clips
import Foundation
import Testing

@Suite struct PerModalityTests {
    @Test func everyModalityHasItsOwnValue() {
        var counts = PerModality { $0 == .audio ? 1 : 2 }
        #expect(counts == PerModality(audio: 1, visual: 2))
        counts[.visual] += 5
        #expect(counts[.audio] == 1 && counts[.visual] == 7 && counts.visual == 7)
        #expect(counts.mapValues { $0 * 2 } == PerModality(audio: 2, visual: 14))
    }

    /// Failures, fingerprints and summaries are listed in this order.
    @Test func audioComesFirst() {
        let given = PerModality<String?>(audio: "a", visual: nil)
        #expect(given.map(\.modality) == Modality.allCases)
        #expect(given.compactMap { modality, value in value.map { "\(modality.rawValue) \($0)" } } == ["audio a"])
    }

    @Test func isWrittenUnderTheNamesOfTheModalities() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = try encoder.encode(PerModality(audio: 1, visual: 2))
        #expect(String(decoding: text, as: UTF8.self) == #"{"audio":1,"visual":2}"#)
        #expect(try JSONDecoder().decode(PerModality<Int>.self, from: text) == PerModality(audio: 1, visual: 2))
    }
}
