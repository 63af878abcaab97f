import ArrayFiles
import Checkpoints
import Tensors

/// Finds the family of published files that a set of tensors belongs to, by names first and by marks where names agree.
enum RecognisedConvention {
    /// The convention that fits best, and what stands before its names in the file.
    ///
    /// A file that fits none well is given to the nearest one, whose check then says what is missing.
    /// - Throws: ``WeightImportError``: the variants cannot be told apart, or the file shows it is another than was asked for.
    static func find(
        for tensors: TensorDictionary, among conventions: [WeightConvention], file: String
    ) throws(WeightImportError) -> (convention: WeightConvention, prefix: String) {
        precondition(!conventions.isEmpty, "no convention to choose from")
        let fits = conventions.flatMap { convention in
            prefixes(of: convention, in: tensors.names).map { Fit(convention, prefix: $0, tensors: tensors) }
        }
        let least = fits.map(\.distance).min() ?? 0
        let nearest = fits.filter { $0.distance == least }
        let unrefuted = nearest.filter { $0.refutation == nil }
        guard let best = unrefuted.first else {
            throw .otherVariant(file: file, asked: nearest[0].convention.manifest.network, evidence: nearest[0].refutation ?? "")
        }
        let networks = Set(unrefuted.map(\.convention.manifest.network)).sorted()
        guard networks.count == 1 || least > best.convention.entries.count / 2 else {
            throw .ambiguousVariant(file: file, variants: networks)
        }
        return (best.convention, best.prefix)
    }

    /// How well a convention fits.
    private struct Fit {
        let convention: WeightConvention
        let prefix: String
        /// Tensors that are missing or unexpected.
        let distance: Int
        /// A mark that has another shape.
        let refutation: String?

        init(_ convention: WeightConvention, prefix: String, tensors: TensorDictionary) {
            let manifest = convention.sourceManifest
            let names = Set(tensors.names.lazy.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) })
            let expected = Set(manifest.entries.map(\.name))
            let missing = expected.subtracting(names).count
            let surplus = names.subtracting(expected).count { name in !manifest.ignored.contains { name.hasPrefix($0) || name.hasSuffix($0) } }
            (self.convention, self.prefix, distance) = (convention, prefix, missing + surplus)
            refutation = convention.marks.lazy.compactMap { name, shape in
                guard let found = tensors.tensors[prefix + name]?.shape, found != shape else { return nil }
                return "'\(prefix)\(name)' has shape \(found), there it is \(shape)"
            }.first
        }
    }

    /// What may stand before a convention's names: nothing, or a wrapper's name and a dot.
    static func prefixes(of convention: WeightConvention, in names: [String]) -> [String] {
        let first = convention.entries[0].source
        let wrappers = names.filter { $0.hasSuffix("." + first) }.map { String($0.dropLast(first.count)) }
        return [""] + wrappers.prefix(8)
    }
}
