@testable import MetricLearning
import Tensors

/// A small synthetic two-view problem: each class has a centre in each view, and noise.
enum TwoViews {
    static func make(items: Int, classes: Int = 5, seed: UInt64, noise: Double = 1, shuffledLabels: Bool = false) -> PairedFeatures {
        var centres = SeededGenerator(seed: 99), generator = SeededGenerator(seed: seed)
        let audioCentres = (0..<(classes * 12)).map { _ in centres.normal() }
        let visualCentres = (0..<(classes * 20)).map { _ in centres.normal() }
        var labels = (0..<items).map { $0 % classes }
        func view(_ centres: [Double], width: Int) -> Matrix {
            Matrix(rows: items, columns: width, values: labels.flatMap { label in
                (0..<width).map { Float(centres[label * width + $0] + noise * generator.normal()) }
            })
        }
        let audio = view(audioCentres, width: 12), visual = view(visualCentres, width: 20)
        if shuffledLabels {
            let order = generator.permutation(items)
            labels = order.map { labels[$0] }
        }
        return PairedFeatures(audio: audio, visual: visual, labels: labels)
    }

    /// Small and quick.
    static var settings: TrainingSettings {
        var settings = TrainingSettings()
        (settings.hidden, settings.embedding, settings.batch, settings.epochs) = (32, 16, 50, 30)
        settings.learningRate = .fixed(3e-3)
        return settings
    }
}
