
/// A file of named arrays, whatever its format.
protocol ArraySource {
    var path: String { get }
    var metadata: [String: String] { get }
    func names() throws(TensorFileError) -> [String]
    func read(_ name: String) throws(TensorFileError) -> StoredArray
}

/// Opens a file as the format its first bytes tell.
///
/// - Throws: ``TensorFileError``: inaccessible, or malformed if the bytes are of no known format.
func openArrays(_ path: String) throws(TensorFileError) -> any ArraySource {
    let file = try InputFile(path)
    let start = try file.bytes(at: 0, count: min(9, file.size))
    if start.starts(with: [0x50, 0x4b, 0x03, 0x04]) { return NPZArrays(path: path, arrays: try NPZ.read(path)) }
    if try hasHDF5Signature(file) { return HDF5Arrays(file: try HDF5File(path)) }
    if start.count == 9, start[8] == UInt8(ascii: "{") { return SafetensorsArrays(path: path, dictionary: try Safetensors.read(path)) }
    throw .malformed(file: path, format: "feature", problem: "its first bytes are neither HDF5's, nor a zip's (npz), nor safetensors'")
}

/// The signature stands at the start, or after a user block of 512 bytes or a doubling of that.
private func hasHDF5Signature(_ file: InputFile) throws(TensorFileError) -> Bool {
    let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]
    var offset = 0
    while offset + signature.count <= file.size {
        if try file.bytes(at: offset, count: signature.count) == signature { return true }
        offset = max(512, offset * 2)
    }
    return false
}

private struct HDF5Arrays: ArraySource {
    let file: HDF5File
    var path: String { file.path }
    var metadata: [String: String] { [:] }
    func names() throws(TensorFileError) -> [String] { try file.datasetNames() }
    func read(_ name: String) throws(TensorFileError) -> StoredArray { try file.read(name) }
}

private struct SafetensorsArrays: ArraySource {
    let path: String
    let dictionary: TensorDictionary
    var metadata: [String: String] { dictionary.metadata }
    func names() throws(TensorFileError) -> [String] { dictionary.names }

    func read(_ name: String) throws(TensorFileError) -> StoredArray {
        if let tensor = dictionary.tensors[name] { return .floats(tensor) }
        if let tensor = dictionary.integers[name] { return .integers(tensor) }
        throw .noSuchArray(file: path, name: name, found: dictionary.names)
    }
}

private struct NPZArrays: ArraySource {
    let path: String
    let arrays: [String: StoredArray]
    var metadata: [String: String] { [:] }
    func names() throws(TensorFileError) -> [String] { arrays.keys.sorted() }

    func read(_ name: String) throws(TensorFileError) -> StoredArray {
        guard let array = arrays[name] else { throw .noSuchArray(file: path, name: name, found: try names()) }
        return array
    }
}
