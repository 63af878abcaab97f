public import Settings
import Tensors

/// Chance with the data's own shape: each modality through a random linear map of its own, nothing learned.
///
/// Weights are normal with variance one over the input width. The two maps know nothing of each other, so a query's neighbours
/// are chosen by accident, while items of one modality keep their geometry.
public struct RandomProjectionMethod: TrainingMethod {
    public static let name = "random"

    public init(from section: Section, sharing settings: inout TrainingSettings) throws(SettingsError) {
        settings.embedding = try section.integer("embedding", default: settings.embedding, in: 1...65_536)
        settings.selection = .last
    }

    public func train(_ job: TrainingJob) throws -> TrainedModel {
        let model = try CrossModalModel(
            audio: layer("audio", width: job.training.audio.columns, job.settings),
            visual: layer("visual", width: job.training.visual.columns, job.settings))
        return try job.finishClosedForm(model)
    }

    private func layer(_ modality: String, width: Int, _ settings: TrainingSettings) -> DenseStack.Layer {
        var generator = SeededGenerator(seed: UInt64(settings.seed), stream: "random projection.\(modality)")
        let deviation = 1 / Double(width).squareRoot()
        let values = (0..<(settings.embedding * width)).map { _ in Float(deviation * generator.normal()) }
        return DenseStack.Layer(
            weight: Matrix(rows: settings.embedding, columns: width, values: values),
            bias: [Float](repeating: 0, count: settings.embedding))
    }
}
