import Foundation

/// The labels in the small files beside a clip: `key.cls`, `key.json` or `key.txt`, the first there is.
enum WebDatasetLabel {
    /// Extensions by rank: what is a label and nothing else goes before what may hold one.
    static let extensions = ["cls", "json", "txt"]

    /// The fields of a JSON object that are looked at, by rank.
    private static let fields = ["label", "labels", "cls", "class", "category"]

    struct Flaw: Error, Equatable { let text: String }

    /// - Returns: the labels, of which the first is trained on; nil if the text has none.
    static func labels(in text: [UInt8], extension: String) throws(Flaw) -> [String]? {
        `extension` == "json" ? try fromJSON(text) : try fromLine(text)
    }

    private static func fromLine(_ text: [UInt8]) throws(Flaw) -> [String]? {
        let lines = textLines(of: text)
        guard lines.count < 2 else { throw Flaw(text: "\(lines.count) lines where one label was expected") }
        return lines.first.map { [$0.text] }
    }

    private static func fromJSON(_ text: [UInt8]) throws(Flaw) -> [String]? {
        let object: [String: LabelValue]
        do {
            object = try JSONDecoder().decode([String: LabelValue].self, from: Data(text))
        } catch {
            throw Flaw(text: "no JSON object")
        }
        for field in fields {
            switch object[field] {
            case nil, .absent: continue
            case .other: throw Flaw(text: "'\(field)' is neither a name, nor a whole number, nor a list of them")
            case .labels(let labels): return labels.isEmpty ? nil : labels
            }
        }
        return nil
    }
}

/// A value of a JSON object, read as labels.
private enum LabelValue: Decodable {
    case labels([String])
    case absent
    case other

    init(from decoder: any Decoder) throws {
        if let list = try? decoder.singleValueContainer().decode([LabelValue].self) {
            self = Self.joined(list)
            return
        }
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .absent
        } else if let name = try? container.decode(String.self) {
            let name = trimmed(name)
            self = name.isEmpty ? .absent : .labels([name])
        } else if let number = try? container.decode(Int.self) {
            self = .labels([String(number)])
        } else {
            self = .other
        }
    }

    private static func joined(_ list: [LabelValue]) -> LabelValue {
        var names: [String] = []
        for value in list {
            guard case .labels(let labels) = value else { return .other }
            names += labels
        }
        return .labels(names)
    }
}
