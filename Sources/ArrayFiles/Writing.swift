import Files

/// Replaces a file as a whole by what `body` writes.
func writing(_ path: String, _ body: (OutputFile) throws(FileError) -> Void) throws(TensorFileError) {
    try writable(path) { () throws(FileError) in
        let file = try OutputFile(replacing: path)
        try body(file)
        try file.commit()
    }
}

/// Turns what keeps `path` from being written into this room's error.
func writable<Result>(_ path: String, _ body: () throws(FileError) -> Result) throws(TensorFileError) -> Result {
    do throws(FileError) {
        return try body()
    } catch {
        throw .inaccessible(file: path, reason: "cannot be written: \(error.reason)")
    }
}
