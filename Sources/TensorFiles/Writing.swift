import Files

/// Replaces a file as a whole by what `body` writes.
func writing(_ path: String, _ body: (OutputFile) throws(FileError) -> Void) throws(TensorFileError) {
    do throws(FileError) {
        let file = try OutputFile(replacing: path)
        try body(file)
        try file.commit()
    } catch {
        throw .inaccessible(file: path, reason: "cannot be written: \(error.reason)")
    }
}
