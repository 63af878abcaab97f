public import ArrayFiles
public import Checkpoints

extension WeightSource {
    /// Compares the network that a weight file says it is for with the one it is to be used in: variants share names and
    /// shapes, so the tensors alone do not tell. A file that says nothing passes.
    ///
    /// - Throws: ``WeightImportError/otherVariant(file:asked:evidence:)``.
    public func checkNetwork(_ manifest: WeightManifest, file: String) throws(WeightImportError) {
        guard let network = metadata[SynthesizedWeights.networkKey], network != manifest.network else { return }
        throw .otherVariant(file: file, asked: manifest.network, evidence: "the file says that it is for \(network)")
    }
}
