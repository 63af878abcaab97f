import Foundation

/// Lists of texts as JSON, the form they have in a tensor file's metadata.
public enum TextList {
    public static func json(_ texts: [String]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        guard let bytes = try? encoder.encode(texts) else { preconditionFailure("a list of texts is always valid JSON") }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// nil if the text is no JSON list of texts.
    public static func texts(_ json: String) -> [String]? {
        try? JSONDecoder().decode([String].self, from: Data(json.utf8))
    }
}
