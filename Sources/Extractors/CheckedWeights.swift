import ArrayFiles

extension WeightSource {
    /// The values of a tensor that the manifest's check has found there.
    func values(_ name: String) -> [Float] {
        guard let values = withValues(of: name, Array.init) else { preconditionFailure("\(name) was checked and is gone") }
        return values
    }
}
