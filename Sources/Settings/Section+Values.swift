extension Section {
    /// Text; `default` if the key is not given, and an error if there is no default either.
    public func text(_ key: String, default fallback: String? = nil) throws(SettingsError) -> String {
        guard let value = try optionalText(key) ?? fallback else {
            throw .missingKey(at: position, key: key, section: path)
        }
        record(key, as: .text(value))
        return value
    }

    /// Text, or nil if the key is not given or is YAML's `null`, which is how a resolved file spells "not given".
    public func optionalText(_ key: String) throws(SettingsError) -> String? {
        guard let pair = pair(key), !pair.value.isNull else {
            record(key, as: .none)
            return nil
        }
        guard let text = pair.value.scalarText, !text.isEmpty else { throw bad(pair, "text") }
        record(key, as: .text(text))
        return text
    }

    /// `true` or `false`.
    public func flag(_ key: String, default fallback: Bool) throws(SettingsError) -> Bool {
        var value = fallback
        if let pair = pair(key) {
            switch pair.value.content {
            case .scalar("true", plain: true): value = true
            case .scalar("false", plain: true): value = false
            default: throw bad(pair, "true or false")
            }
        }
        record(key, as: .flag(value))
        return value
    }

    /// A whole number within `range`.
    public func integer(_ key: String, default fallback: Int, in range: ClosedRange<Int>) throws(SettingsError) -> Int {
        var value = fallback
        if let pair = pair(key) {
            guard case .scalar(let text, plain: true) = pair.value.content, let parsed = Int(text), range.contains(parsed)
            else { throw bad(pair, "a whole number \(spelled(range))") }
            value = parsed
        }
        record(key, as: .integer(value))
        return value
    }

    /// A number within `range`.
    public func number(_ key: String, default fallback: Double, in range: ClosedRange<Double>) throws(SettingsError) -> Double {
        var value = fallback
        if let pair = pair(key) {
            guard case .scalar(let text, plain: true) = pair.value.content, let parsed = Double(text), range.contains(parsed)
            else { throw bad(pair, "a number \(spelled(range))") }
            value = parsed
        }
        record(key, as: .number(value))
        return value
    }

    /// One of an enumeration's raw values.
    public func choice<Choice>(_ key: String, default fallback: Choice) throws(SettingsError) -> Choice
    where Choice: RawRepresentable & CaseIterable, Choice.RawValue == String {
        let name = try choice(key, default: fallback.rawValue, among: Choice.allCases.map(\.rawValue))
        return Choice(rawValue: name) ?? fallback
    }

    /// One of `names`, as a registry lists them.
    public func choice(_ key: String, default fallback: String, among names: [String]) throws(SettingsError) -> String {
        var value = fallback
        if let pair = pair(key) {
            guard let text = pair.value.scalarText, names.contains(text) else {
                throw .badValue(
                    at: pair.value.position, key: dotted(key), value: pair.value.kind, expected: "one of \(names.joined(separator: ", "))",
                    nearest: pair.value.scalarText.flatMap { nearestName(to: $0, among: names) })
            }
            value = text
        }
        record(key, as: .text(value))
        return value
    }

    /// A list of texts.
    public func texts(_ key: String) throws(SettingsError) -> [String] {
        guard let pair = pair(key) else { throw .missingKey(at: position, key: key, section: path) }
        guard case .sequence(let items) = pair.value.content else { throw bad(pair, "a list") }
        var values: [String] = []
        for item in items {
            guard let text = item.scalarText, !text.isEmpty else {
                throw .badValue(at: item.position, key: dotted(key), value: item.kind, expected: "text", nearest: nil)
            }
            values.append(text)
        }
        record(key, as: .list(values.map(SettingsValue.text)))
        return values
    }

    /// A list of numbers within `range`.
    public func numbers(_ key: String, default fallback: [Double], in range: ClosedRange<Double>) throws(SettingsError) -> [Double] {
        var values = fallback
        if let pair = pair(key) {
            guard case .sequence(let items) = pair.value.content else { throw bad(pair, "a list of numbers") }
            values = []
            for item in items {
                guard case .scalar(let text, plain: true) = item.content, let parsed = Double(text), range.contains(parsed) else {
                    throw .badValue(
                        at: item.position, key: dotted(key), value: item.kind, expected: "numbers \(spelled(range))", nearest: nil)
                }
                values.append(parsed)
            }
        }
        record(key, as: .list(values.map(SettingsValue.number)))
        return values
    }

    /// A list of different whole numbers within `range`.
    public func integers(_ key: String, default fallback: [Int], in range: ClosedRange<Int>) throws(SettingsError) -> [Int] {
        var values = fallback
        if let pair = pair(key) {
            guard case .sequence(let items) = pair.value.content else { throw bad(pair, "a list of whole numbers") }
            values = []
            for item in items {
                guard case .scalar(let text, plain: true) = item.content, let parsed = Int(text), range.contains(parsed), !values.contains(parsed)
                else {
                    throw .badValue(
                        at: item.position, key: dotted(key), value: item.kind, expected: "whole numbers \(spelled(range)), each once",
                        nearest: nil)
                }
                values.append(parsed)
            }
        }
        record(key, as: .list(values.map(SettingsValue.integer)))
        return values
    }
}

private func spelled(_ range: ClosedRange<Int>) -> String {
    range.upperBound == .max ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
}

private func spelled(_ range: ClosedRange<Double>) -> String {
    "from \(SettingsValue.number(range.lowerBound).canonical) to \(SettingsValue.number(range.upperBound).canonical)"
}
