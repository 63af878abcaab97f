/// How one family of published files names a network's tensors and lays them out.
public struct WeightConvention: Hashable, Sendable {
    /// The order of a source tensor's axes.
    public enum Layout: Hashable, Sendable {
        case asIs
        /// TensorFlow's filters, [height, width, in, out].
        case convolutionHWIO
        /// TensorFlow's matrices, [in, out].
        case denseInOut
    }

    public struct Entry: Hashable, Sendable {
        /// The name in the published file.
        public let source: String
        /// The name in the network's manifest.
        public let target: String
        public let layout: Layout

        public init(_ source: String, _ target: String, _ layout: Layout = .asIs) {
            self.source = source
            self.target = target
            self.layout = layout
        }
    }

    /// What the family is called: `torchvggish`, `tensorflow-2015`.
    public let name: String
    /// What comes out.
    public let manifest: WeightManifest
    public let entries: [Entry]
    /// Prefixes or suffixes of tensors that a file may hold and the network does not use.
    public let ignored: [String]
    /// Unused tensors whose shape tells the family from another with the same names.
    public let marks: [String: [Int]]

    /// - Parameter entries: nil where the published names are the manifest's.
    public init(name: String, manifest: WeightManifest, entries: [Entry]? = nil, ignored: [String] = [], marks: [String: [Int]] = [:]) {
        self.name = name
        self.manifest = manifest
        self.entries = entries ?? manifest.entries.map { Entry($0.name, $0.name) }
        self.ignored = ignored
        self.marks = marks
    }
}
