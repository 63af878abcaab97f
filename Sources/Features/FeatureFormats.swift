import ArrayFiles
import Files
import Foundation

/// The formats there are.
public enum FeatureFormats {
    /// In alphabetical order.
    public static let all: [any FeatureFormat] = [
        HDF5AVE(), HDF5Marked(), HDF5Split(), NPYFolders(), NPYCMR(), NPZFile(), SafetensorsFile(),
        TFRecordAudioSet(), TFRecordFrames(), TFRecordVideos(), WebDatasetShards(),
    ]

    /// nil if there is no such format.
    public static func named(_ name: String) -> (any FeatureFormat)? { all.first { $0.name == name } }

    /// Opens a file or folder as the format it follows, still unchecked.
    ///
    /// - Throws: ``FeatureError/unknownFormat(path:found:)``, and what is wrong with a file of a known format.
    static func source(_ path: String) throws -> any FeatureSource {
        guard access(path, F_OK) == 0 else {
            throw FeatureError.unknownFormat(path: path, found: String(cString: strerror(errno)))
        }
        for format in all {
            if let source = try format.source(path) { return source }
        }
        let names = try arrayFile(path)?.names.prefix(12).map { "'\($0)'" }.joined(separator: ", ")
        throw FeatureError.unknownFormat(path: path, found: names.map { "it holds \($0)" } ?? "nothing in it is known")
    }
}

/// Opens a file of arrays; nil for folders and record files.
///
/// - Throws: `TensorFileError` for a file that is damaged, or of no kind that is known.
func arrayFile(_ path: String) throws -> (any ArrayFile)? {
    isFolder(path) || path.hasSuffix(".tfrecord") ? nil : try openArrays(path)
}
