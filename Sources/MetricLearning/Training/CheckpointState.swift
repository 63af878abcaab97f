import Foundation
import Tensors

/// The part of a checkpoint that is no tensor.
struct CheckpointState: Codable {
    let history: [EpochRecord]
    let optimiserSteps: Int
    /// The objective's, in its order, and the sampler's.
    let generators: [SeededGenerator]
    let bestEpoch: Int?
    let bestScore: Double?
    let sinceBest: Int
}

extension TrainingCheckpoint {
    /// The complete epochs.
    ///
    /// - Throws: ``MetricLearningError/checkpointDamaged(detail:)``.
    public var history: [EpochRecord] {
        get throws(MetricLearningError) { try decoded().history }
    }

    func decoded() throws(MetricLearningError) -> CheckpointState {
        do {
            return try JSONDecoder().decode(CheckpointState.self, from: Data(state.utf8))
        } catch {
            throw .checkpointDamaged(detail: "its state cannot be read")
        }
    }

    init(
        parameters: [Parameter], generators: [SeededGenerator], optimiser: OptimiserState, stopping: EarlyStopping, history: [EpochRecord]
    ) throws {
        var tensors: [String: Tensor] = [:]
        for parameter in parameters { tensors["parameter.\(parameter.name)"] = parameter.tensor }
        for (average, arrays) in optimiser.averages {
            for (parameter, values) in zip(parameters, arrays) {
                tensors["optimiser.\(average).\(parameter.name)"] = Tensor(shape: parameter.shape, values: values)
            }
        }
        for (name, tensor) in stopping.best?.model.tensors ?? [:] { tensors["best.\(name)"] = tensor }
        let state = CheckpointState(
            history: history, optimiserSteps: optimiser.steps,
            generators: generators,
            bestEpoch: stopping.best?.epoch, bestScore: stopping.best?.score, sinceBest: stopping.sinceBest)
        self.init(tensors: tensors, state: String(decoding: try JSONEncoder().encode(state), as: UTF8.self))
    }
}

extension TrainingCheckpoint {
    /// The values of a tensor that must be there in a parameter's shape.
    func values(_ name: String, like parameter: Parameter) throws(MetricLearningError) -> [Float] {
        guard let tensor = tensors[name] else { throw .checkpointDamaged(detail: "'\(name)' is missing") }
        guard tensor.shape == parameter.shape else {
            throw .checkpointDamaged(detail: "'\(name)' has shape \(tensor.shape), expected \(parameter.shape)")
        }
        return tensor.values
    }

    /// The best model so far, if there was one.
    func best(_ state: CheckpointState) throws(MetricLearningError) -> (epoch: Int, score: Double, model: CrossModalModel)? {
        guard let epoch = state.bestEpoch, let score = state.bestScore else { return nil }
        let own = tensors.filter { $0.key.hasPrefix("best.") }.map { (String($0.key.dropFirst(5)), $0.value) }
        return (epoch, score, try CrossModalModel(tensors: Dictionary(uniqueKeysWithValues: own)))
    }
}
