public import Clips
import Foundation

/// What a set of features says of itself: enough to tell whether two may be compared, and to read codes as numbers.
public struct FeatureSet: Codable, Hashable, Sendable {
    /// What one row stands for.
    public enum Rows: String, Codable, Hashable, Sendable, CaseIterable {
        /// A stretch of a clip, with its times.
        case segments
        /// A whole clip, or the stretch of it that is the sample.
        case pooled
    }

    /// The features of one modality.
    public struct Features: Codable, Hashable, Sendable {
        /// e.g. `vggish`, `inception-v3/tf2015`.
        public var network: String
        /// Fingerprint of what made the features; empty if unknown.
        public var extractor: String
        /// Values a row.
        public var width: Int
        /// The extractor's ingredients: weights digest, hop or frame rate, resampler, ...
        public var recipe: [String: String]
        /// Whether the weights were random ones.
        public var synthesized: Bool
        /// What was done to the network's output: `none`, `audioset (SHA-256 of the parameters)`, ...
        public var post: String
        /// How codes become numbers; nil for float32.
        public var codes: CodeScale?

        public init(
            network: String, extractor: String, width: Int, recipe: [String: String] = [:], synthesized: Bool = false,
            post: String = "none", codes: CodeScale? = nil
        ) {
            self.network = network
            self.extractor = extractor
            self.width = width
            self.recipe = recipe
            self.synthesized = synthesized
            self.post = post
            self.codes = codes
        }
    }

    /// Version of the program that wrote the set; empty for files of other tools.
    public var aadml: String
    public var rows: Rows
    /// How the rows of the two modalities were made to line up: `nearest`, `trim`, `pad`; nil where they were not.
    public var alignment: String?
    /// By class id.
    public var classNames: [String]
    /// Keys are `audio` and `visual`.
    public var features: [String: Features]

    public init(aadml: String, rows: Rows, classNames: [String], features: [Modality: Features]) {
        self.aadml = aadml
        self.rows = rows
        self.classNames = classNames
        self.features = Dictionary(uniqueKeysWithValues: features.map { ($0.key.rawValue, $0.value) })
    }

    public subscript(modality: Modality) -> Features? {
        get { features[modality.rawValue] }
        set { features[modality.rawValue] = newValue }
    }

    /// In the order audio, visual.
    public var modalities: [Modality] { Modality.allCases.filter { self[$0] != nil } }

    private enum CodingKeys: String, CodingKey {
        case aadml, rows, alignment, features
        case classNames = "class_names"
    }
}

/// Numbers as bytes: value = code * scale + offset.
public struct CodeScale: Codable, Hashable, Sendable {
    public var scale: Double
    public var offset: Double
    /// How values became codes: `round`, `truncate`; `unknown` for files of other tools.
    public var rounding: String

    public init(scale: Double, offset: Double, rounding: String) {
        self.scale = scale
        self.offset = offset
        self.rounding = rounding
    }

    /// Bytes as they are: 0 to 255.
    public static let asTheyAre = CodeScale(scale: 1, offset: 0, rounding: "unknown")
}

extension FeatureSet {
    /// Name of the description in folders, and of the attribute or metadata entry in files.
    static let descriptionName = "description"
    static let descriptionFile = "description.json"

    /// One JSON document; equal sets give equal bytes.
    var json: String { encodedJSON(self) }

    /// The same without the class names, which may be too many for an attribute of HDF5.
    var jsonWithoutClassNames: String {
        var copy = self
        copy.classNames = []
        return copy.json
    }

    /// - Throws: ``FeatureError/malformed(file:item:problem:)``.
    init(json: String, file: String) throws {
        do {
            self = try JSONDecoder().decode(FeatureSet.self, from: Data(json.utf8))
        } catch {
            throw FeatureError.malformed(file: file, item: Self.descriptionName, problem: "is no description of features: \(reason(error))")
        }
    }
}

/// Sorted keys, no needless escapes, one line.
func encodedJSON(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let bytes = try? encoder.encode(value) else { preconditionFailure("texts and finite numbers are always valid JSON") }
    return String(decoding: bytes, as: UTF8.self)
}

func decodedJSON<Value: Decodable>(_ text: String, as type: Value.Type = Value.self, file: String, item: String) throws -> Value {
    do {
        return try JSONDecoder().decode(type, from: Data(text.utf8))
    } catch {
        throw FeatureError.malformed(file: file, item: item, problem: reason(error))
    }
}

/// Where and why JSON could not be decoded, in one line.
private func reason(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "the key '\(key.stringValue)' is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context), DecodingError.dataCorrupted(let context):
        (context.codingPath.map(\.stringValue) + [context.debugDescription]).joined(separator: ": ")
    default: "\(error)"
    }
}
