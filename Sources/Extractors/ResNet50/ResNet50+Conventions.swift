public import Checkpoints

extension ResNet50 {
    /// The families of files that ResNet-50 is published in: torchvision's, once for each variant.
    ///
    /// The files of both variants have the same names and shapes, so an import among all conventions is refused as ambiguous
    /// and the variant must be given. Files with another number of classes are accepted: the classifier is not used.
    public static let conventions = ResNet50Variant.allCases.map { variant in
        WeightConvention(name: "torchvision", manifest: manifest(variant), ignored: ResNet50Graph.unused)
    }
}
