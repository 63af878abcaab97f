@testable import MetricLearning
import Settings
import Tensors
import Testing

/// Every baseline's losses and gradients against PyTorch in double precision; `metric_baselines.py` made the values.
@Suite struct BaselineGradientTests {
    struct Case: Decodable {
        let name: String
        let terms: [String: Double]
        let total: Double
        let parameters: [String: GoldenTensor]
        let gradients: [String: GoldenTensor]
        let heads: String?
        let activation: String?
        let progress: Double?
    }
    struct File: Decodable {
        let audio: GoldenTensor, visual: GoldenTensor
        let labels: [Int]
        let cases: [Case]

        var batch: PairedFeatures { PairedFeatures(audio: audio.matrix, visual: visual.matrix, labels: labels) }
    }

    private func settings(_ golden: Case, smooth: Bool) -> TrainingSettings {
        var settings = TrainingSettings()
        (settings.hidden, settings.embedding, settings.dropout) = (6, 4, 0)
        settings.activation = smooth || golden.activation == "tanh" ? .tanh : .relu
        settings.loss = TripletMarginLoss(.init(reducer: smooth ? .mean : .nonZeroMean))
        return settings
    }

    private func head(_ golden: Case, _ settings: TrainingSettings) throws -> any EmbeddingHead {
        let triplets = settings.loss
        switch golden.name {
        case "label-classifier": return LabelHead(settings, classCount: 3, isShared: golden.heads == "shared")
        case "clip": return PairContrastHead()
        case "dscmr": return SupervisedCrossModalHead(settings, classCount: 3, lambda: 0.5, eta: 0.1)
        case "cctl": return CompleteCrossTripletHead(settings, classCount: 3, tripletWeight: 0.7)
        case "acmr":
            return JointHead([
                LabelHead(settings, classCount: 3, isShared: true, weight: 0.7), CrossModalMetricHead(loss: triplets, weight: 1),
                AdversaryHead(settings, weight: 0.5),
            ])
        case "corr-ae": return CorrespondenceHead(settings, audioWidth: 5, visualWidth: 7, alpha: 0.2)
        case "tnn-c-cca": return CrossModalMetricHead(loss: triplets, weight: 1)
        case "dcca": return CorrelationHead(CorrelationLoss(ridge: 1e-3, pairShare: 1))
        case "c-dcca": return CorrelationHead(CorrelationLoss(ridge: 1e-3, pairShare: 0.2))
        default: throw Unknown(name: golden.name)
        }
    }

    private struct Unknown: Error { let name: String }

    /// - Parameter smooth: without the kinks of ReLU and the jumps where a triplet joins a mean, which differences trip over.
    private func objective(_ golden: Case, smooth: Bool = false) throws -> EncoderPairObjective {
        let settings = settings(golden, smooth: smooth)
        let objective = EncoderPairObjective(
            settings, audioWidth: 5, visualWidth: 7, sharesLastLayer: golden.name == "dscmr", head: try head(golden, settings))
        for parameter in objective.parameters { parameter.value = try #require(golden.parameters[parameter.name], "\(parameter.name)").matrix }
        objective.advance(to: golden.progress ?? 0)
        return objective
    }

    @Test(arguments: 0..<12) func agreesWithReference(index: Int) throws {
        let file = try Golden.load("baselines.json", as: File.self)
        #expect(file.cases.count == 12)
        let golden = file.cases[index]
        let objective = try objective(golden)
        let terms = objective.descend(file.batch)
        #expect(Set(terms.losses.map(\.name)) == Set(golden.terms.keys))
        for (name, value) in terms.losses {
            let expected = try #require(golden.terms[name])
            #expect(abs(value - expected) <= 1e-5 * abs(expected), "\(golden.name) \(name): \(value) and \(expected)")
        }
        #expect(abs(terms.total - golden.total) <= 1e-5 * abs(golden.total), "\(golden.name)")
        #expect(Set(objective.parameters.map(\.name)) == Set(golden.gradients.keys))
        for parameter in objective.parameters {
            let reference = try #require(golden.gradients[parameter.name]).values
            if reference.allSatisfy({ abs($0) < 1e-12 }) {   // a bias that centring takes away
                #expect(parameter.gradient.values.allSatisfy { abs($0) < 1e-6 }, "\(golden.name) \(parameter.name)")
            } else {
                expectClose(parameter.gradient.values, reference, "\(golden.name) \(parameter.name)")
            }
        }
    }

    /// All but the reversed gradients of `acmr`, which are no function's; its adversary's own are.
    @Test(arguments: 0..<12) func agreesWithDifferences(index: Int) throws {
        let file = try Golden.load("baselines.json", as: File.self)
        let golden = file.cases[index]
        let objective = try objective(golden, smooth: true)
        _ = objective.descend(file.batch)
        let gradients = objective.parameters.map(\.gradient)
        for (parameter, gradient) in zip(objective.parameters, gradients) {
            if golden.name == "acmr", !parameter.name.hasPrefix("adversary") { continue }
            // Of a bias that centring takes away, differences are rounding alone.
            if golden.gradients[parameter.name]?.values.allSatisfy({ abs($0) < 1e-12 }) == true { continue }
            expectGradient(gradient, at: parameter.value, step: 1e-3, tolerance: 5e-2, "\(golden.name) \(parameter.name)") {
                let kept = parameter.value
                defer { parameter.value = kept }
                parameter.value = $0
                return objective.descend(file.batch).total
            }
        }
    }

    @Test(arguments: 0..<12) func itsModelEmbedsLikeTheNetwork(index: Int) throws {
        let file = try Golden.load("baselines.json", as: File.self)
        let objective = try objective(file.cases[index])
        let model = try objective.model()
        #expect(try CrossModalModel(tensors: model.tensors) == model)
        #expect(model.audioWidth == 5 && model.visualWidth == 7)
        #expect(model.embeddingWidth == (file.cases[index].name == "cctl" ? 3 : 4))
        #expect((model.classCount == 3) == ["label-classifier", "acmr"].contains(file.cases[index].name))
    }
}
