import Settings
import Tensors

extension WeightManifest {
    /// Compares the tensors of a file with what the network expects.
    ///
    /// - Throws: ``TensorFileError/weights(file:network:mismatch:)`` with every tensor that is missing, has another shape,
    ///   is neither used nor ignored, or has values that are not finite.
    public func check(_ weights: TensorDictionary, file: String) throws(TensorFileError) {
        let expected = Set(entries.map(\.name))
        let surplus = weights.names.filter { !expected.contains($0) && !ignores($0) }
        var named = 0
        var missing: [WeightMismatch.Missing] = []
        var wrongShapes: [WeightMismatch.WrongShape] = []
        var notFinite: [String] = []
        for entry in entries {
            guard let tensor = weights.tensors[entry.name] else {
                named += 1   // looking for a near name is slow, and the message shows ten lines
                let near = named <= 10 ? nearestName(to: entry.name, among: surplus) : nil
                missing.append(.init(name: entry.name, shape: entry.shape, nearest: near))
                continue
            }
            if tensor.shape != entry.shape {
                wrongShapes.append(.init(name: entry.name, expected: entry.shape, found: tensor.shape))
            } else if !tensor.values.allSatisfy(\.isFinite) {
                notFinite.append(entry.name)
            }
        }
        let mismatch = WeightMismatch(missing: missing, wrongShapes: wrongShapes, surplus: surplus, notFinite: notFinite)
        guard mismatch.isEmpty else { throw .weights(file: file, network: network, mismatch: mismatch) }
    }

    private func ignores(_ name: String) -> Bool { ignored.contains { name.hasPrefix($0) || name.hasSuffix($0) } }
}
