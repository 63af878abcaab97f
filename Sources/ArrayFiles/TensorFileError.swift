/// What can be wrong with a tensor file, or with what it holds.
public enum TensorFileError: Error, Hashable, Sendable {
    /// The operating system refused to open, read or write the file.
    case inaccessible(file: String, reason: String)
    /// The bytes are not what the format prescribes: truncated, overlapping, contradictory.
    case malformed(file: String, format: String, problem: String)
    /// A well-formed array of a kind that is not read here.
    case unsupported(file: String, array: String, found: String, supported: String)
    /// The file holds no array called `name`.
    case noSuchArray(file: String, name: String, found: [String])
    /// An array has another shape than its use demands.
    case wrongShape(file: String, array: String, expected: String, found: [Int])
    /// HDF5's `call` failed on `item`.
    case hdf5(file: String, call: String, item: String, reason: String)
    /// The weights of a file are not those of the network.
    case weights(file: String, network: String, mismatch: WeightMismatch)
    /// The arrays follow none of the layouts feature files have.
    case unknownLayout(file: String, found: [String], expected: [String])
    /// Features, labels or split markers that cannot be trained on.
    case badFeatures(file: String, array: String, problem: String)
}
