import Tensors

extension CrossModalModel {
    /// The model with one affine map more after each encoder; the model itself has none yet.
    ///
    /// - Throws: ``MetricLearningError`` if widths do not fit.
    func projected(audio: DenseStack.Layer, visual: DenseStack.Layer) throws(MetricLearningError) -> CrossModalModel {
        var all = tensors
        all.merge(audio.tensors(named: "audio.projection")) { $1 }
        all.merge(visual.tensors(named: "visual.projection")) { $1 }
        return try CrossModalModel(tensors: all)
    }

    /// A model of one affine map a modality.
    init(audio: DenseStack.Layer, visual: DenseStack.Layer) throws(MetricLearningError) {
        try self.init(tensors: audio.tensors(named: "audio.encoder.0").merging(visual.tensors(named: "visual.encoder.0")) { $1 })
    }
}
