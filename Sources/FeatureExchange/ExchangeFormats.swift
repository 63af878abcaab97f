import Foundation

/// The formats there are.
public enum ExchangeFormats {
    /// In alphabetical order.
    public static let all: [any ExchangeFormat] = [
        HDF5AVE(), HDF5Marked(), HDF5Split(), NPYFolders(), NPYCMR(), NPZFile(), SafetensorsFile(),
        TFRecordAudioSet(), TFRecordFrames(), TFRecordVideos(), WebDatasetShards(),
    ]

    /// nil if there is no such format.
    public static func named(_ name: String) -> (any ExchangeFormat)? { all.first { $0.name == name } }

    /// Opens a file or folder as the format it follows.
    ///
    /// - Throws: ``ExchangeError/unknownFormat(path:found:)``, and what is wrong with a file of a known format.
    public static func reader(_ path: String) throws -> any FeatureReader {
        guard access(path, F_OK) == 0 else {
            throw ExchangeError.unknownFormat(path: path, found: String(cString: strerror(errno)))
        }
        for format in all {
            if let reader = try format.reader(path) { return reader }
        }
        throw ExchangeError.unknownFormat(path: path, found: "nothing in it is known")
    }
}

/// Whether there is a folder at `path`.
func isFolder(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
}
