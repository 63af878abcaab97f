/// What a network expects of a weight file: the name, shape and role of every tensor, and what else may stand in the file.
public struct WeightManifest: Hashable, Sendable {
    /// How a network uses a tensor; synthesis draws its values accordingly.
    public enum Role: Hashable, Sendable, CaseIterable {
        /// Filters `[out, in, height, width]`.
        case convolution
        /// A fully connected layer's matrix `[out, in]`.
        case dense
        /// Added to a convolution's or dense layer's output, `[out]`.
        case bias
        case batchNormScale, batchNormShift, batchNormMean, batchNormVariance
    }

    public struct Entry: Hashable, Sendable {
        /// The checkpoint's own name, e.g. `Mixed_5b.branch1x1.conv.weight`.
        public let name: String
        public let shape: [Int]
        public let role: Role

        public init(name: String, shape: [Int], role: Role) {
            self.name = name
            self.shape = shape
            self.role = role
        }
    }

    /// The network and, where it has several, its variant: `vggish`, `inception-v3/tf2015`.
    public let network: String
    /// In the order the network applies them.
    public let entries: [Entry]
    /// Prefixes or suffixes of tensors that a file may hold and the network does not use: `AuxLogits.`, `num_batches_tracked`.
    public let ignored: [String]

    public init(network: String, entries: [Entry], ignored: [String] = []) {
        self.network = network
        self.entries = entries
        self.ignored = ignored
    }
}
