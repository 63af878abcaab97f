import Foundation

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

    /// - Throws: ``ExchangeError/malformed(file:item:problem:)``.
    init(json: String, file: String) throws {
        do {
            self = try JSONDecoder().decode(FeatureSet.self, from: Data(json.utf8))
        } catch {
            throw ExchangeError.malformed(file: file, item: Self.descriptionName, problem: "is no description of features: \(reason(error))")
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
        throw ExchangeError.malformed(file: file, item: item, problem: reason(error))
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
