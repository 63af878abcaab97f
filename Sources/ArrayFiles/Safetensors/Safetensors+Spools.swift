import Files

extension Safetensors {
    /// Writes arrays that lie in spools, in the order given, through a temporary sibling that is flushed and renamed.
    ///
    /// Names are unique; those of eight-byte elements should come first and those of one byte last, so that all are aligned.
    /// - Throws: ``TensorFileError/inaccessible(file:reason:)``.
    public static func write(
        _ spools: [(name: String, spool: ArraySpool)], metadata: [String: String], to path: String
    ) throws(TensorFileError) {
        let layout = spools.map { SafetensorsLayout(name: $0.name, type: $0.spool.type, shape: $0.spool.shape) }
        let file = try writable(path) { () throws(FileError) in try OutputFile(replacing: path) }
        let header = SafetensorsLayout.header(layout, metadata: metadata)
        try writable(path) { () throws(FileError) in try file.write(header) }
        for (_, spool) in spools {
            try spool.flush()
            let input = try InputFile(spool.path)
            for offset in stride(from: 0, to: input.size, by: 1 << 20) {
                let bytes = try input.bytes(at: offset, count: min(1 << 20, input.size - offset))
                try writable(path) { () throws(FileError) in try file.write(bytes) }
            }
        }
        try writable(path) { () throws(FileError) in try file.commit() }
    }
}
