import Archives

/// An archive being written, and the list of what went in.
struct DemoArchive: ~Copyable {
    private let path: String
    private let writer: ArchiveWriter
    private(set) var entries: [String] = []

    init(path: String) throws(DemoError) {
        self.path = path
        do throws(ArchiveError) {
            writer = try ArchiveWriter(path: path, format: ArchiveFormat(path: path))
        } catch {
            throw .notWritten(path: path, error)
        }
    }

    mutating func add(_ name: String, _ bytes: [UInt8]) throws(DemoError) {
        do throws(ArchiveError) {
            try writer.add(name: name, bytes: bytes)
        } catch {
            throw .notWritten(path: path, error)
        }
        entries.append(name)
    }

    mutating func add(_ name: String, lines: [String]) throws(DemoError) {
        try add(name, Array((lines.joined(separator: "\n") + "\n").utf8))
    }

    func finish() throws(DemoError) {
        do throws(ArchiveError) {
            try writer.finish()
        } catch {
            throw .notWritten(path: path, error)
        }
    }
}
