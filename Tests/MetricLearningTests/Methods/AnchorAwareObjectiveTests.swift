import Testing
import Tensors
@testable import MetricLearning

/// The whole loss and all gradients against PyTorch in double precision; `metric_aadml.py` made the values.
@Suite struct AnchorAwareObjectiveTests {
    struct Case: Decodable {
        let loss: String, kind: String, combine: String
        let symmetric: Bool
        let total: Double
        let terms: [String: Double]
        let gradients: [String: GoldenTensor]
    }
    struct File: Decodable {
        let audio: GoldenTensor, visual: GoldenTensor
        let labels: [Int]
        let parameters: [String: GoldenTensor]
        let cases: [Case]

        var batch: PairedFeatures { PairedFeatures(audio: audio.matrix, visual: visual.matrix, labels: labels) }
    }

    private func objective(_ golden: Case, _ file: File, reducer: Reducer? = nil, k: Int = 3) throws -> AnchorAwareObjective {
        var settings = TrainingSettings()
        settings.loss = golden.loss == "triplet"
            ? TripletMarginLoss(.init(reducer: reducer ?? .nonZeroMean)) : SupervisedContrastiveLoss(.init(reducer: reducer ?? .mean))
        settings.proxy = ProxySettings(
            kind: golden.kind, combine: try #require(ProxyCombination(rawValue: golden.combine)), k: k,
            symmetric: golden.symmetric, heads: 2)
        (settings.hidden, settings.embedding, settings.dropout) = (8, 4, 0)
        (settings.labelWeight, settings.reconstructionWeight) = (0.7, 0.3)
        let objective = AnchorAwareObjective(settings, audioWidth: 5, visualWidth: 7, classCount: 3)
        for parameter in objective.parameters { parameter.value = try #require(file.parameters[parameter.name]).matrix }
        return objective
    }

    @Test(arguments: 0..<10) func agreesWithReference(index: Int) throws {
        let file = try Golden.load("aadml.json", as: File.self)
        let golden = file.cases[index]
        let objective = try objective(golden, file)
        let terms = objective.descend(file.batch)
        #expect(Set(terms.losses.map(\.name)) == Set(golden.terms.keys))
        for (name, value) in terms.losses {
            let expected = try #require(golden.terms[name])
            #expect(abs(value - expected) <= 1e-5 * expected, "\(name)")
        }
        #expect(abs(terms.total - golden.total) <= 1e-5 * golden.total)
        #expect(Set(objective.parameters.map(\.name)) == Set(golden.gradients.keys))
        for parameter in objective.parameters {
            expectClose(parameter.gradient.values, try #require(golden.gradients[parameter.name]).values, parameter.name)
        }
    }

    @Test(arguments: [0, 3]) func gradientsAgreeWithDifferences(index: Int) throws {
        let file = try Golden.load("aadml.json", as: File.self)
        // Over all triplets, as the mean over those above zero jumps where one joins them; and with all items as neighbours,
        // as the loss jumps where a neighbour changes.
        let objective = try objective(file.cases[index], file, reducer: .mean, k: 11)
        _ = objective.descend(file.batch)
        let gradients = objective.parameters.map(\.gradient)
        for (parameter, gradient) in zip(objective.parameters, gradients) {
            // Small steps: the loss has kinks where a triplet or a hidden unit switches.
            expectGradient(gradient, at: parameter.value, step: 1e-3, tolerance: 5e-2, parameter.name) {
                let kept = parameter.value
                defer { parameter.value = kept }
                parameter.value = $0
                return objective.descend(file.batch).total
            }
        }
    }

    @Test func weightsOfZeroLeaveTheLayersOut() throws {
        var settings = TrainingSettings()
        (settings.hidden, settings.embedding, settings.labelWeight, settings.reconstructionWeight) = (8, 4, 0, 0)
        let objective = AnchorAwareObjective(settings, audioWidth: 5, visualWidth: 7, classCount: 3)
        #expect(objective.parameters.allSatisfy { !$0.name.contains("decoder") && !$0.name.contains("label") })
        #expect(throws: MetricLearningError.noLabelProjection) { try objective.model().posterior(audio: normal(2, 5, seed: 1)) }
    }
}
