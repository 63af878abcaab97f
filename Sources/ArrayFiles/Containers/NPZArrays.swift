import Archives

/// An npz file's arrays; those that are streamed are unpacked as they are read.
struct NPZArrays: ArrayFile {
    let path: String
    let metadata: [String: String] = [:]
    let names: [String]

    init(_ path: String) throws(TensorFileError) {
        self.path = path
        names = try NPZ.names(path).sorted()
    }

    func shape(of name: String) throws(TensorFileError) -> [Int] { try NPZEntry(name, of: path, known: names).header.shape }

    func kind(of name: String) throws(TensorFileError) -> StoredKind {
        switch try NPZEntry(name, of: path, known: names).header.element {
        case .number(let type): StoredKind(type)
        case .bytes, .codePoints: .text
        }
    }

    func read(_ name: String) throws(TensorFileError) -> StoredArray {
        let entry = try NPZEntry(name, of: path, known: names)
        return try NPY.decode(try entry.rest(), entry.header, name: name, file: path)
    }

    func rows(of name: String) throws(TensorFileError) -> any RowStream {
        let entry = try NPZEntry(name, of: path, known: names)
        try expectRows(entry.header.shape, name, file: path)
        // Fortran order puts a row's values far apart.
        guard !entry.header.fortranOrder || entry.header.shape.count == 1 else {
            return HeldRows(try NPY.decode(try entry.rest(), entry.header, name: name, file: path))
        }
        return NPZRows(entry)
    }
}

/// One array of an npz file while it is unpacked from its beginning.
private final class NPZEntry {
    let name: String
    let path: String
    let header: NPYHeader
    private let reader: EntryReader
    private var buffer: [UInt8]
    /// Bytes of the buffer that were taken.
    private var start = 0

    init(_ name: String, of path: String, known: [String]) throws(TensorFileError) {
        guard known.contains(name) else { throw .noSuchArray(file: path, name: name, found: known) }
        self.name = name
        self.path = path
        do throws(ArchiveError) {
            reader = try EntryReader(source: path)
            while let entry = try reader.next(), entry.name != name + ".npy" {}
            buffer = try reader.nextPiece() ?? []
        } catch {
            throw NPZ.failure(error, path)
        }
        header = try NPY.header(buffer, name: name, file: path)
        buffer.removeFirst(header.dataOffset)
    }

    /// Up to `count` more bytes.
    func take(_ count: Int) throws(TensorFileError) -> [UInt8] {
        while buffer.count - start < count {
            guard let piece = try piece() else { break }
            buffer.removeFirst(start)
            start = 0
            buffer += piece
        }
        let taken = Array(buffer[start...].prefix(count))
        start += taken.count
        return taken
    }

    /// All bytes to the end.
    func rest() throws(TensorFileError) -> [UInt8] {
        while let piece = try piece() { buffer += piece }
        return buffer
    }

    private func piece() throws(TensorFileError) -> [UInt8]? {
        do throws(ArchiveError) {
            return try reader.nextPiece()
        } catch {
            throw NPZ.failure(error, path)
        }
    }
}

private final class NPZRows: RowStream {
    private let entry: NPZEntry

    init(_ entry: NPZEntry) { self.entry = entry }

    var shape: [Int] { entry.header.shape }

    func nextDoubles(_ count: Int) throws(TensorFileError) -> [Double] {
        guard case .number(.float64) = entry.header.element else { return try next(count).doubles }
        let part = entry.header.ofRows(count)
        let needed = try NPY.byteCount(part, name: entry.name, file: entry.path)
        return try NPY.doubles(try entry.take(needed), from: 0, part, name: entry.name, file: entry.path)
    }

    func next(_ count: Int) throws(TensorFileError) -> StoredArray {
        let part = entry.header.ofRows(count)
        let needed = try NPY.byteCount(part, name: entry.name, file: entry.path)
        return try NPY.decode(try entry.take(needed), part, name: entry.name, file: entry.path)
    }
}
