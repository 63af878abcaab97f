public import Checkpoints
public import Clips
public import Weights

/// The networks that a pipeline can name.
public enum ExtractorRegistry {
    /// In alphabetical order of their names.
    public static let all: [any FeatureExtractor.Type] = [
        InceptionV3Extractor.self,
        ResNet50Extractor.self,
        VGGishExtractor.self,
    ]

    /// The network of a pipeline that names none.
    public static let usual = PerModality<any FeatureExtractor.Type>(audio: VGGishExtractor.self, visual: InceptionV3Extractor.self)

    public static func names(of modality: Modality) -> [String] { all.filter { $0.modality == modality }.map { $0.name } }

    /// - Throws: ``ExtractorError/unknownNetwork(name:known:)``.
    public static func named(_ name: String) throws(ExtractorError) -> any FeatureExtractor.Type {
        guard let extractor = all.first(where: { $0.name == name }) else { throw .unknownNetwork(name: name, known: all.map { $0.name }) }
        return extractor
    }

    /// All weights that networks here have, the usual ones of a network first.
    public static var variants: [WeightVariant] { all.flatMap { $0.variants } }

    /// - Parameter name: of ``WeightVariant/name``.
    /// - Throws: ``ExtractorError/unknownNetwork(name:known:)``.
    public static func variant(named name: String) throws(ExtractorError) -> WeightVariant {
        guard let variant = variants.first(where: { $0.name == name }) else { throw .unknownNetwork(name: name, known: variants.map(\.name)) }
        return variant
    }

    /// What `aadml weights fetch` knows by name.
    public static var published: [PublishedWeights] {
        variants.map { PublishedWeights(name: $0.name, files: $0.files, network: $0.network) } + PublishedWeights.projections
    }

    /// The networks, and every variant of those that have several: what published weights can be imported as.
    public static var importTargets: [String] {
        all.flatMap { extractor in [extractor.name] + extractor.variants.map(\.network).filter { $0 != extractor.name } }
    }

    /// The families of files that may hold a network, or a variant of it.
    ///
    /// - Parameter target: of ``importTargets``.
    /// - Throws: ``ExtractorError/unknownNetwork(name:known:)``.
    public static func conventions(of target: String) throws(ExtractorError) -> [WeightConvention] {
        for extractor in all {
            if extractor.name == target { return extractor.conventions }
            let conventions = extractor.conventions.filter { $0.manifest.network == target }
            if !conventions.isEmpty { return conventions }
        }
        throw .unknownNetwork(name: target, known: importTargets)
    }

    /// The name that pipelines expect a weight file of a network to have.
    ///
    /// - Parameter network: as its manifest calls it, e.g. `inception-v3/tf2015`.
    public static func weightFile(of network: String) -> String? {
        all.first { $0.variants.contains { $0.network == network } }?.weightFile(of: network)
    }
}
