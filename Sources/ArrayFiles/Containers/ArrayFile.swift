/// A file of named arrays, whatever its format: HDF5, npz or safetensors.
///
/// Not `Sendable`: one thread at a time.
public protocol ArrayFile {
    var path: String { get }
    /// Texts that describe the file: safetensors' metadata, HDF5's attributes; npz has none.
    var metadata: [String: String] { get }
    /// Sorted.
    var names: [String] { get }

    /// - Throws: ``TensorFileError``: no such array, or what is wrong with it.
    func shape(of name: String) throws(TensorFileError) -> [Int]
    func kind(of name: String) throws(TensorFileError) -> StoredKind
    func read(_ name: String) throws(TensorFileError) -> StoredArray
    /// Reads an array of at least one axis from its first row on; several streams of one file may be open.
    func rows(of name: String) throws(TensorFileError) -> any RowStream
}

/// What an array's elements are in the file.
public enum StoredKind: Hashable, Sendable {
    case float, integer, boolean, text

    init(_ type: ElementType) { self = type == .bool ? .boolean : type.isFloatingPoint ? .float : .integer }
}

/// Opens a file as the format its first bytes tell.
///
/// - Throws: ``TensorFileError``: inaccessible, or malformed if the bytes are of no known format.
public func openArrays(_ path: String) throws(TensorFileError) -> any ArrayFile {
    let file = try InputFile(path)
    let start = try file.bytes(at: 0, count: min(9, file.size))
    if start.starts(with: [0x50, 0x4b, 0x03, 0x04]) { return try NPZArrays(path) }
    if try hasHDF5Signature(file) { return try HDF5Arrays(path) }
    if start.count == 9, start[8] == UInt8(ascii: "{") { return try SafetensorsArrays(path) }
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

/// Refuses scalars, which have no rows.
func expectRows(_ shape: [Int], _ name: String, file: String) throws(TensorFileError) {
    guard !shape.isEmpty else { throw .wrongShape(file: file, array: name, expected: "rows", found: shape) }
}
