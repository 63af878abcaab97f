import Tensors

/// A network with its loss: what training by gradients minimises.
protocol Objective: AnyObject {
    /// Every trained tensor, in a fixed order.
    var parameters: [Parameter] { get }

    /// The state of everything it draws at random: with the parameters, all that a resumed training needs of it.
    var generators: [SeededGenerator] { get set }

    /// Called before an epoch's first batch, with the whole training set.
    func beginEpoch(training: PairedFeatures)

    /// Called before every step with the share of the training that is behind.
    func advance(to progress: Double)

    /// Adds the loss's gradients over a batch to the parameters, which the caller cleared.
    func descend(_ batch: PairedFeatures) -> ObjectiveTerms

    /// The parameters as they are, as a model.
    func model() throws -> CrossModalModel
}

extension Objective {
    var generators: [SeededGenerator] {
        get { [] }
        set { precondition(newValue.isEmpty) }
    }

    func beginEpoch(training: PairedFeatures) {}
    func advance(to progress: Double) {}
}

/// What a step's losses came to.
struct ObjectiveTerms {
    /// Unweighted, in a fixed order.
    var losses: [(name: String, value: Double)] = []
    /// Weighted.
    var total = 0.0
    /// Terms of the metric loss above zero, and in all.
    var active = 0
    var valid = 0

    mutating func add(_ name: String, _ value: Double, weight: Double) {
        losses.append((name, value))
        total += weight * value
    }
}
