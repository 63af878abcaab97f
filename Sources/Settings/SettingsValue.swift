/// A resolved setting: what a run really used, defaults included.
public indirect enum SettingsValue: Hashable, Sendable {
    case none
    case flag(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case list([SettingsValue])
    case section([SettingsEntry])

    /// One line of JSON with keys in their order; equal settings give equal text, so it can be digested.
    public var canonical: String {
        switch self {
        case .none: "null"
        case .flag(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .number(let value): value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
        case .text(let value): quoted(value)
        case .list(let values): "[" + values.map(\.canonical).joined(separator: ", ") + "]"
        case .section(let entries): "{" + entries.map { "\(quoted($0.key)): \($0.value.canonical)" }.joined(separator: ", ") + "}"
        }
    }

    /// The entry of a section, nil if this is no section or has no such key.
    public subscript(key: String) -> SettingsValue? {
        guard case .section(let entries) = self else { return nil }
        return entries.first { $0.key == key }?.value
    }

    /// The section without the named keys: what a fingerprint leaves out.
    public func omitting(_ keys: Set<String>) -> SettingsValue {
        guard case .section(let entries) = self else { return self }
        return .section(entries.filter { !keys.contains($0.key) })
    }

    /// Block-style YAML that reads back as the same settings.
    public func yaml(indentation: Int = 0) -> String {
        guard case .section(let entries) = self else { return canonical + "\n" }
        let margin = String(repeating: " ", count: indentation)
        return entries.map { entry in
            if case .section(let inner) = entry.value, !inner.isEmpty {
                "\(margin)\(entry.key):\n" + entry.value.yaml(indentation: indentation + 2)
            } else {
                "\(margin)\(entry.key): \(entry.value.canonical)\n"
            }
        }.joined()
    }
}

/// A key of a section and its resolved value.
public struct SettingsEntry: Hashable, Sendable {
    public let key: String
    public let value: SettingsValue

    public init(key: String, value: SettingsValue) {
        self.key = key
        self.value = value
    }
}

/// Control characters, and what YAML takes for a line break or a byte order mark even between quotes.
private func mustBeEscaped(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7f..<0xa0, 0x2028, 0x2029, 0xfeff, 0xfffe, 0xffff: true
    default: false
    }
}

/// JSON string syntax, which YAML shares.
private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        case _ where mustBeEscaped(scalar):
            let hex = String(scalar.value, radix: 16)
            result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}
