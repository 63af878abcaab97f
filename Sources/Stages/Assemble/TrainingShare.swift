import Clips

extension TrainingShareSettings {
    /// Items of a class that stay in any case: the fewest that can be each other's positives.
    private static let leastOfAClass = 2

    /// The rows that stay, in order: a stratified share of the training part, and all of the others.
    ///
    /// The validation part stays whole, so that runs on different shares choose their epoch by the same items.
    func keptRows(labels: [Int], splits: [Split?]) -> [Int] {
        guard share < 1 else { return Array(labels.indices) }
        let training = labels.indices.filter { splits[$0] == .train }
        let kept = Set(ClassOrder(training, labels: labels, seed: seed, stream: "training share").share(share, atLeast: Self.leastOfAClass))
        return labels.indices.filter { splits[$0] != .train || kept.contains($0) }
    }

    /// What a reader of the table must know; nil if nothing was left out.
    var remark: String? {
        share < 1 ? "Only \(percent(share)) of the training items are used (stratified, seed \(seed))." : nil
    }
}

/// `20 %`, `12.5 %`.
func percent(_ share: Double) -> String {
    let value = (share * 10_000).rounded() / 100
    return (value == value.rounded() ? String(Int(value)) : String(value)) + " %"
}
