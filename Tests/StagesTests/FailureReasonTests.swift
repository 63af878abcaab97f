import Clips
import Foundation
@testable import Stages
import Testing

@Suite struct FailureReasonTests {
    /// The README's section lists every code there is and none that is not.
    @Test func theReadmeListsThemAll() throws {
        let rows = try Readme.section("Reasons a clip fails").split(separator: "\n").filter { $0.hasPrefix("| `") }
        let names = rows.flatMap { row in row.split(separator: "|")[0].matches(of: /`([a-z_]+)`/).map { String($0.1) } }
        #expect(Set(names) == Set(FailureReason.allCases.map(\.code)), "\(Set(names).symmetricDifference(FailureReason.allCases.map(\.code)).sorted())")
        #expect(names.count == Set(names).count)
    }

    @Test func codesAreUnique() { #expect(Set(FailureReason.allCases.map(\.code)).count == FailureReason.allCases.count) }

    @Test func aHistogramPutsTheMostFrequentFirst() {
        let histogram = FailureHistogram(
            [("too_short", Modality.audio)] + Array(repeating: ("not_media", Modality.audio), count: 3) + Array(repeating: ("not_media", .visual), count: 3))
        #expect(histogram.lines == [
            "failed for    audio   visual",
            "not_media         3        3  " + String(repeating: "#", count: 30),
            "too_short         1        0  #####",
        ])
        #expect(FailureHistogram([]).lines.isEmpty)
        #expect(FailureHistogram([("empty", .visual)]).lines == ["failed for   visual", "empty             1  " + String(repeating: "#", count: 30)])
    }
}
