public import Checkpoints
public import Weights

/// The weights of a network, or of one of its variants.
public struct WeightVariant: Sendable {
    public let manifest: WeightManifest
    /// Published files with these weights, the one that is fetched first at the head.
    public let files: [PublishedFile]

    public init(manifest: WeightManifest, files: [PublishedFile]) {
        self.manifest = manifest
        self.files = files
    }

    /// e.g. `inception-v3/tf2015`.
    public var network: String { manifest.network }
    /// As commands spell it, e.g. `inception-v3-tf2015`.
    public var name: String { network.replacing("/", with: "-") }
}
