import Foundation
@testable import MetricLearning
import Settings
import Tensors
import Testing

@Suite struct LossRegistryTests {
    @Test func namesAreUniqueAndKebabCase() {
        expectRegistryNames(LossRegistry.names)
        #expect(LossRegistry.names == LossRegistry.names.sorted())
    }

    /// Values and slopes are finite, and zero where nothing is to be compared.
    @Test(arguments: LossRegistry.names) func buildsFromDefaultsAndIsFinite(name: String) throws {
        let section = try SettingsFile(text: "", named: "t.yaml").root
        let loss = try LossRegistry.entry(named: name).reading(section)
        try section.finish()
        let labels = [0, 0, 1, 1, 2]
        for diagonal in [PairMasks.Diagonal.compared, .ignored] {
            let masks = PairMasks(queryLabels: labels, referenceLabels: labels, diagonal: diagonal)
            for distance: Float in [0, 0.5, 2] {
                let reduced = loss.reducer(loss(Matrix(rows: 5, columns: 5, repeating: distance), masks))
                #expect(reduced.value.isFinite && reduced.slopes.isFinite && reduced.valid > 0)
            }
        }
        let alone = PairMasks(queryLabels: [0], referenceLabels: [0], diagonal: .ignored)
        let nothing = loss.reducer(loss(Matrix(rows: 1, columns: 1, repeating: 0.3), alone))
        #expect(nothing.value == 0 && nothing.active == 0 && nothing.slopes == Matrix(rows: 1, columns: 1))
    }

    @Test(arguments: LossRegistry.names) func refusesAnUnknownKey(name: String) throws {
        let section = try SettingsFile(text: "train: {loss: \(name), margn: 1}", named: "t.yaml").root
        #expect(throws: SettingsError.self) { try section.decode("train", as: TrainingSettings.self) }
    }

    /// The page that documents every loss shows its keys with their defaults.
    @Test func documentedYAMLHasTheDefaults() throws {
        let page = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../Sources/MetricLearning/Documentation.docc/Losses.md")
        let blocks = try String(contentsOf: page.standardized, encoding: .utf8).components(separatedBy: "```").enumerated()
            .filter { $0.offset % 2 == 1 && $0.element.hasPrefix("yaml") }.map { String($0.element.dropFirst(4)) }
        var documented: [String] = []
        for block in blocks {
            let root = try SettingsFile(text: block, named: "Losses.md").root
            let name = type(of: try root.decode("train", as: TrainingSettings.self).loss).name
            let plain = try SettingsFile(text: "train: {loss: \(name)}", named: "t.yaml").root
            _ = try plain.decode("train", as: TrainingSettings.self)
            #expect(root.resolved == plain.resolved)
            documented.append(name)
        }
        #expect(documented == LossRegistry.names)
    }

    @Test(arguments: LossRegistry.names, ["attention", "none"]) func trainsTwoSteps(name: String, proxy: String) throws {
        let text = "train: {loss: \(name), proxy: {kind: \(proxy)}, hidden: 16, embedding: 8, batch: 20, epochs: 1}"
        let settings: TrainingSettings = try SettingsFile(text: text, named: "t.yaml").root.decode("train")
        let none = PairedFeatures(audio: Matrix(rows: 0, columns: 12), visual: Matrix(rows: 0, columns: 20), labels: [])
        let trained = try Trainer(settings, classCount: 5).train(on: TwoViews.make(items: 40, seed: 1), validatingOn: none)
        #expect(trained.lastEpoch == 1 && trained.history.allSatisfy { $0.losses.values.allSatisfy(\.isFinite) })
    }
}

/// Names a settings file can spell: unique, sorted, lower case with hyphens.
func expectRegistryNames(_ names: [String], sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(!names.isEmpty && Set(names).count == names.count, sourceLocation: sourceLocation)
    for name in names {
        #expect(name.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil, "\(name)", sourceLocation: sourceLocation)
    }
}
