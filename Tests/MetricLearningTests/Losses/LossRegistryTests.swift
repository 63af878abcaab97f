import Settings
import Testing
import Tensors
@testable import MetricLearning

@Suite struct LossRegistryTests {
    @Test func namesAreUniqueAndKebabCase() {
        expectRegistryNames(LossRegistry.names)
    }

    @Test(arguments: LossRegistry.names) func buildsFromDefaultsAndIsFinite(name: String) throws {
        let section = try SettingsFile(text: "", named: "t.yaml").root
        let loss = try LossRegistry.entry(named: name).reading(section)
        try section.finish()
        let labels = [0, 0, 1, 1, 2]
        for diagonal in [PairMasks.Diagonal.compared, .ignored] {
            let masks = PairMasks(queryLabels: labels, referenceLabels: labels, diagonal: diagonal)
            let reduced = loss.reducer(loss(Matrix(rows: 5, columns: 5, repeating: 0.5), masks))
            #expect(reduced.value.isFinite && reduced.slopes.isFinite)
        }
    }

    @Test(arguments: LossRegistry.names) func refusesAnUnknownKey(name: String) throws {
        let section = try SettingsFile(text: "train: {loss: \(name), margn: 1}", named: "t.yaml").root
        #expect(throws: SettingsError.self) { try section.decode("train", as: TrainingSettings.self) }
    }
}

/// Names a settings file can spell: unique, sorted, lower case with hyphens.
func expectRegistryNames(_ names: [String], sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(!names.isEmpty && Set(names).count == names.count, sourceLocation: sourceLocation)
    for name in names {
        #expect(name.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil, "\(name)", sourceLocation: sourceLocation)
    }
}
