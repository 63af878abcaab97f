@testable import MetricLearning
import Settings
import Testing

@Suite struct ClassBalancedBatchesTests {
    private func batches(_ labels: [Int], batch: Int, perClass: Int, epochs: Int = 3) -> [[Int]] {
        var settings = BatchSettings()
        (settings.kind, settings.itemsPerClass) = ("class-balanced", perClass)
        var sampler = settings.sampler(labels: labels, batch: batch, seed: 1)
        return (0..<epochs).flatMap { _ in sampler.nextEpoch() }
    }

    private func counts(_ rows: [Int], _ labels: [Int]) -> [Int: Int] {
        rows.reduce(into: [:]) { $0[labels[$1], default: 0] += 1 }
    }

    @Test func everyClassOfABatchHasItsItems() {
        // 100, 50, 25, 25 and 200 items.
        let labels = [100, 50, 25, 25, 200].enumerated().flatMap { [Int](repeating: $0, count: $1) }
        let batches = batches(labels, batch: 24, perClass: 8)
        #expect(batches.count == 3 * (400 / 24))
        for rows in batches {
            #expect(Set(rows).count == rows.count && rows.count == 24)
            let counts = counts(rows, labels)
            #expect(counts.count == 3 && counts.values.allSatisfy { $0 == 8 })
        }
        #expect(Set(batches.flatMap(\.self).map { labels[$0] }).count == 5)
    }

    @Test func aSmallClassGivesAllItHas() {
        let labels = [Int](repeating: 0, count: 40) + [Int](repeating: 1, count: 40) + [2, 2, 3]
        let batches = batches(labels, batch: 32, perClass: 8)
        #expect(batches.allSatisfy { rows in
            let counts = counts(rows, labels)
            return Set(rows).count == rows.count && counts[0] == 8 && counts[1] == 8 && counts[2] == 2 && counts[3] == 1
        })
    }

    @Test func roomForMoreIsFilled() {
        let labels = (0..<200).map { $0 % 4 }
        #expect(batches(labels, batch: 100, perClass: 8).allSatisfy { $0.count == 100 && counts($0, labels).values.allSatisfy { $0 == 25 } })
    }

    @Test func allItemsOfAClassComeUp() {
        let labels = (0..<90).map { $0 % 3 }
        #expect(Set(batches(labels, batch: 30, perClass: 10, epochs: 1).flatMap(\.self)).count == 90)
    }

    @Test func namesAndKeys() throws {
        expectRegistryNames(SamplerRegistry.names)
        func message(_ text: String) -> String? {
            do {
                _ = try SettingsFile(text: "train: \(text)", named: "t.yaml").root.decode("train", as: TrainingSettings.self)
                return nil
            } catch { return "\(error)" }
        }
        #expect(message("{batches: {kind: class-balanced, items_per_class: 4}, batch: 8}") == nil)
        #expect(message("{batches: {kind: class-balanced}, batch: 15}")
            == "t.yaml:1:18: a batch of 15 has no room for two classes of 8 items; lower batches.items_per_class or raise batch")
        #expect(message("{batches: {kind: shuffled, items_per_class: 4}}") != nil)
    }
}
