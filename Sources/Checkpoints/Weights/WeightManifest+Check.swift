public import ArrayFiles
import Settings
import Tensors

extension WeightManifest {
    /// Compares the tensors of a file with what the network expects.
    ///
    /// - Throws: ``TensorFileError/weights(file:network:mismatch:)`` with every tensor that is missing, has another shape,
    ///   is neither used nor ignored, or has values that are not finite.
    public func check(_ weights: some WeightSource, file: String) throws(TensorFileError) {
        let expected = Set(entries.map(\.name))
        let surplus = weights.names.filter { !expected.contains($0) && !ignores($0) }
        var named = 0
        var missing: [WeightMismatch.Missing] = []
        var wrongShapes: [WeightMismatch.WrongShape] = []
        var notFinite: [String] = []
        for entry in entries {
            guard let shape = weights.floatShape(of: entry.name) else {
                named += 1   // looking for a near name is slow, and the message shows ten lines
                let near = named <= 10 ? nearestName(to: entry.name, among: surplus) : nil
                missing.append(.init(name: entry.name, shape: entry.shape, nearest: near))
                continue
            }
            if shape != entry.shape {
                wrongShapes.append(.init(name: entry.name, expected: entry.shape, found: shape))
            } else if weights.withValues(of: entry.name, allFinite) == false {
                notFinite.append(entry.name)
            }
        }
        let mismatch = WeightMismatch(missing: missing, wrongShapes: wrongShapes, surplus: surplus, notFinite: notFinite)
        guard mismatch.isEmpty else { throw .weights(file: file, network: network, mismatch: mismatch) }
    }

    private func ignores(_ name: String) -> Bool { ignored.contains { name.hasPrefix($0) || name.hasSuffix($0) } }
}

/// In one pass without a branch: a value is not finite if all bits of its exponent are set.
private func allFinite(_ values: UnsafeBufferPointer<Float>) -> Bool {
    let exponent: UInt32 = 0x7f80_0000
    var found: UInt32 = 0
    for value in values { found |= value.bitPattern & exponent == exponent ? 1 : 0 }
    return found == 0
}
