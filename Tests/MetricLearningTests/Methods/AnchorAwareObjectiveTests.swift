@testable import MetricLearning
import Settings
import Tensors
import Testing

/// The whole loss and all gradients against PyTorch in double precision; `metric_aadml.py` made the values.
@Suite struct AnchorAwareObjectiveTests {
    struct Case: Decodable {
        let settings: String
        let total: Double
        let terms: [String: Double]
        let gradients: [String: GoldenTensor]
    }
    struct File: Decodable {
        let audio: GoldenTensor, visual: GoldenTensor
        let labels: [Int], items: [Int]
        let parameters: [String: GoldenTensor]
        let cases: [Case]

        var training: PairedFeatures { PairedFeatures(audio: audio.matrix, visual: visual.matrix, labels: labels) }
        var batch: PairedFeatures { training.gathering(rows: items) }
    }

    private static let file = try? Golden.load("aadml.json", as: File.self)
    static var caseCount: Int { file?.cases.count ?? 0 }

    private func settings(_ text: String) throws -> TrainingSettings {
        try SettingsFile(text: "train: \(text)", named: "t.yaml").root.decode("train")
    }

    private func objective(_ settings: TrainingSettings, _ file: File) throws -> AnchorAwareObjective {
        let objective = AnchorAwareObjective(settings, audioWidth: 5, visualWidth: 7, classCount: 3)
        for parameter in objective.parameters { parameter.value = try #require(file.parameters[parameter.name]).matrix }
        objective.beginEpoch(training: file.training)
        return objective
    }

    @Test func thereAreCases() { #expect(Self.caseCount == 27) }

    @Test(arguments: 0..<caseCount) func agreesWithReference(index: Int) throws {
        let file = try #require(Self.file)
        let golden = file.cases[index]
        let objective = try objective(settings(golden.settings), file)
        let terms = objective.descend(file.batch)
        #expect(Set(terms.losses.map(\.name)) == Set(golden.terms.keys), "\(golden.settings)")
        for (name, value) in terms.losses {
            let expected = try #require(golden.terms[name])
            #expect(abs(value - expected) <= 1e-5 * expected, "\(golden.settings) \(name)")
        }
        #expect(abs(terms.total - golden.total) <= 1e-5 * golden.total)
        #expect(Set(objective.parameters.map(\.name)) == Set(golden.gradients.keys), "\(golden.settings)")
        for parameter in objective.parameters {
            let expected = try #require(golden.gradients[parameter.name]).values
            expectClose(parameter.gradient.values, expected, "\(golden.settings) \(parameter.name)")
        }
    }

    /// Losses that are smooth, or nearly: all items as neighbours, as a loss jumps where a neighbour changes, and averages over all
    /// terms, as the mean over those above zero jumps where one joins them.
    @Test(arguments: [
        "loss: triplet, reducer: mean", "loss: contrastive", "loss: multi-similarity, beta: 5",
        "loss: lifted-structure", "loss: lifted-structure, form: original", "loss: n-pair", "loss: quadruplet, reducer: mean",
        "loss: proxy-anchor, alpha: 4", "loss: complete-cross-triplet, reducer: mean", "loss: contrastive, supervision: pairs",
    ], ["attention", "none"]) func gradientsAgreeWithDifferences(loss: String, proxy: String) throws {
        let file = try #require(Self.file)
        let settings = try settings("{\(loss), proxy: {kind: \(proxy), heads: 2, k: 11}, hidden: 8, embedding: 4, dropout: 0}")
        let objective = try objective(settings, file)
        let generators = objective.generators
        _ = objective.descend(file.batch)
        let gradients = objective.parameters.map(\.gradient)
        for (parameter, gradient) in zip(objective.parameters, gradients) {
            // Small steps: the loss has kinks where a triplet or a hidden unit switches.
            expectGradient(gradient, at: parameter.value, step: 1e-3, tolerance: 5e-2, "\(loss) \(parameter.name)") {
                let kept = parameter.value
                defer { parameter.value = kept }
                parameter.value = $0
                objective.generators = generators
                return objective.descend(file.batch).total
            }
        }
    }

    /// Each loss in each of its pairings, with and without proxies, on batches it can and cannot compare.
    @Test(arguments: LossRegistry.names, ["attention", "dot", "mean", "none"]) func gradientsAreFinite(loss: String, proxy: String) throws {
        let file = try #require(Self.file)
        let pairings: [ModalityPairing?]
        if case .embeddings = LossRegistry.entry(named: loss).space { pairings = ModalityPairing.allCases } else { pairings = [nil] }
        for pairing in pairings {
            let chosen = pairing.map { ", pairings: [\($0.rawValue)]" } ?? ""
            let settings = try settings("{loss: \(loss)\(chosen), proxy: {kind: \(proxy), heads: 2}, hidden: 8, embedding: 4}")
            let objective = try objective(settings, file)
            var oneClass = file.batch
            oneClass.labels = oneClass.labels.map { _ in 1 }
            var duplicates = file.batch.gathering(rows: [0, 0, 0, 1, 1])
            duplicates.labels = [0, 0, 0, 1, 1]
            for batch in [file.batch, oneClass, duplicates, file.batch.gathering(rows: [0, 1])] {
                for parameter in objective.parameters { parameter.clearGradient() }
                let terms = objective.descend(batch)
                #expect(terms.losses.allSatisfy { $0.value.isFinite } && terms.active <= terms.valid)
                #expect(!objective.parameters.contains { !$0.gradient.isFinite })
            }
        }
    }

    @Test func generatorsAreTheStateOfADraw() throws {
        let file = try #require(Self.file)
        let settings = try settings("{loss: quadruplet, hidden: 8, embedding: 4, dropout: 0.5}")
        let first = try objective(settings, file)
        let start = first.generators
        let total = first.descend(file.batch).total
        #expect(first.generators != start)
        #expect(first.descend(file.batch).total != total)
        let second = try objective(settings, file)
        second.generators = start
        #expect(second.descend(file.batch).total == total)
    }

    @Test func weightsOfZeroLeaveTheLayersOut() throws {
        var settings = TrainingSettings()
        (settings.hidden, settings.embedding, settings.labelWeight, settings.reconstructionWeight) = (8, 4, 0, 0)
        let objective = AnchorAwareObjective(settings, audioWidth: 5, visualWidth: 7, classCount: 3)
        #expect(objective.parameters.allSatisfy { !$0.name.contains("decoder") && !$0.name.contains("label") })
        #expect(throws: MetricLearningError.noLabelProjection) { try objective.model().posterior(audio: normal(2, 5, seed: 1)) }
    }
}
