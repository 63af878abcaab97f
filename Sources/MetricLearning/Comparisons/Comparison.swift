import Tensors

/// Carries a metric loss between the network and its distances: what is compared, and where the slopes go.
///
/// Lives as long as the objective, with what it learns and draws.
protocol Comparison: AnyObject {
    /// Trained beside the network's, in a fixed order.
    var parameters: [Parameter] { get }
    /// The state of what it draws at random.
    var generators: [SeededGenerator] { get set }

    /// Adds the loss to `terms`, and its gradients to the branches and to its own parameters.
    ///
    /// - Parameter labels: one an item; without classes, every item's own number.
    func descend(audio: ModalityBranch, visual: ModalityBranch, labels: [Int], terms: inout ObjectiveTerms)
}

extension Comparison {
    var parameters: [Parameter] { [] }
    var generators: [SeededGenerator] {
        get { [] }
        set { precondition(newValue.isEmpty) }
    }
}

extension ObjectiveTerms {
    mutating func addMetric(_ name: String, _ loss: ReducedLoss) {
        add("metric.\(name)", loss.value, weight: 1)
        active += loss.active
        valid += loss.valid
    }
}
