import Foundation
import Kernels
public import Settings
import Tensors

/// DSCMR: label regression, discrimination in the common space within and across modalities, and invariance of a pair.
///
/// `(||P U - Y||_F + ||P V - Y||_F) / n + lambda sum over (U, V), (U, U), (V, V) of mean[log(1 + e^G) - S G] + eta ||U - V||_F / n`,
/// G half the cosine, S one for items of a class; both encoders end in one shared layer.
///
/// The label loss sees an embedding through P alone and the other two weigh little, so what stands beside it at the start mostly
/// stays, and the cosine sees it. Weights therefore start small (``InitialWeights/fanIn``), as in the authors' code
/// (github.com/penghu-cs/DSCMR). On UCI digits (Fourier against Zernike, 1,000 to train, hidden 256, 40 epochs) a PyTorch version
/// of the formula has mean average precision 0.81 by cosine so, and 0.58 from Kaiming's weights, as this code had from those.
///
/// **Source**: Zhen et al., Deep supervised cross-modal retrieval, CVPR 2019, equations 1 to 7.
public struct SupervisedCrossModalMethod: TrainingMethod {
    public static let name = "dscmr"

    private let lambda: Double
    private let eta: Double

    public init(from section: Section, sharing settings: inout TrainingSettings) throws(SettingsError) {
        lambda = try section.number("lambda", default: 1e-3, in: 0...1_000_000)
        eta = try section.number("eta", default: 0.1, in: 0...1_000_000)
        settings.initialWeights = .fanIn
        try settings.readEncoder(from: section)
        try settings.readSchedule(from: section)
    }

    public func train(_ job: TrainingJob) throws -> TrainedModel {
        try job.train(
            SupervisedCrossModalHead(job.settings, classCount: job.classCount, lambda: lambda, eta: eta), sharesLastLayer: true)
    }
}

/// The three losses of DSCMR. Its linear predictions are no probabilities, so the model has no posterior.
final class SupervisedCrossModalHead: EmbeddingHead {
    private let regression: Linear
    private let lambda: Double
    private let eta: Double

    init(_ settings: TrainingSettings, classCount: Int, lambda: Double, eta: Double) {
        regression = Linear(
            name: "label_regression", inputs: settings.embedding, outputs: classCount,
            bound: settings.initialWeights.bound(inputs: settings.embedding, isActivated: false), seed: UInt64(settings.seed))
        self.lambda = lambda
        self.eta = eta
    }

    var parameters: [Parameter] { regression.parameters }

    func descend(_ audio: EncoderBranch, _ visual: EncoderBranch, labels: [Int], progress: Double) -> ObjectiveTerms {
        var terms = ObjectiveTerms()
        for branch in [audio, visual] {
            let result = LabelRegression.evaluate(regression.forward(branch.embeddings), labels: labels, form: .frobenius, weight: 1)
            regression.accumulate(input: branch.embeddings, gradient: result.gradient)
            regression.inputGradient(result.gradient, into: &branch.gradient, keep: 1)
            terms.add("label.\(branch.name)", result.value, weight: 1)
        }
        for (first, second) in [(audio, visual), (audio, audio), (visual, visual)] {
            let value = discriminate(first, second, labels: labels)
            terms.add("discrimination.\(first.name)-\(second.name)", value, weight: lambda)
        }
        terms.add("invariance", pull(audio, visual), weight: eta)
        return terms
    }

    /// The negative log-likelihood that two items are of one class, its gradients times lambda added.
    private func discriminate(_ first: EncoderBranch, _ second: EncoderBranch, labels: [Int]) -> Double {
        var slopes = multiply(first.unit.output, .asIs, second.unit.output, .transposed)
        let count = Double(slopes.values.count)
        var total = 0.0
        for (row, own) in labels.enumerated() {
            for (column, other) in labels.enumerated() {
                let gamma = Double(slopes[row, column]) / 2, same = own == other ? 1.0 : 0
                // G is in -1/2...1/2, so nothing overflows.
                total += log1p(exp(gamma)) - same * gamma
                slopes[row, column] = Float(lambda / count * 0.5 * (1 / (1 + exp(-gamma)) - same))
            }
        }
        multiply(slopes, .asIs, second.unit.output, into: &first.unitGradient, keep: 1)
        multiply(slopes, .transposed, first.unit.output, into: &second.unitGradient, keep: 1)
        return total / count
    }

    /// `||U - V||_F / n`, its gradients times eta added.
    private func pull(_ audio: EncoderBranch, _ visual: EncoderBranch) -> Double {
        var difference = audio.embeddings
        for index in difference.values.indices { difference.values[index] -= visual.embeddings.values[index] }
        let norm = difference.values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        let n = Double(difference.rows)
        difference.scale(by: norm > 0 ? Float(eta / (n * norm)) : 0)
        audio.gradient.add(difference)
        difference.scale(by: -1)
        visual.gradient.add(difference)
        return norm / n
    }
}
