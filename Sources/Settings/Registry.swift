/// The things of one kind that a settings file or a command can choose by name: losses, layouts, formats, stages.
///
/// A registry is a literal list in the module that owns the kind, so a new loss is one file and one line of that list. The
/// entries stay in the order of the list, and messages and help texts list the names in that order. Most lists are alphabetical;
/// a list whose order decides something, such as which format is tried first, says so where it is declared.
public struct Registry<Entry> {
    /// What one entry is, as messages call it: "loss", "dataset layout".
    public let kind: String
    /// In the order of the list.
    public let entries: [Entry]
    /// The name of each of ``entries``, in the same order.
    public let names: [String]

    /// - Precondition: no two entries have the same name.
    public init(of kind: String, _ entries: [Entry], name: (Entry) -> String) {
        self.kind = kind
        self.entries = entries
        names = entries.map(name)
        precondition(Set(names).count == names.count, "two entries of the registry of a \(kind) have the same name: \(names)")
    }

    /// The entry of a name that a user gave.
    ///
    /// - Throws: ``UnknownName``.
    public func named(_ name: String) throws(UnknownName) -> Entry {
        guard let index = names.firstIndex(of: name) else { throw UnknownName(kind: kind, name: name, known: names) }
        return entries[index]
    }

    /// The entry of a name that was checked when the settings were read.
    ///
    /// - Precondition: `name` is one of ``names``.
    public subscript(name: String) -> Entry {
        guard let index = names.firstIndex(of: name) else { preconditionFailure("no \(kind) '\(name)' is registered") }
        return entries[index]
    }
}

extension Registry: Sendable where Entry: Sendable {}

/// A name that a registry does not have.
public struct UnknownName: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was looked for, e.g. "dataset layout".
    public let kind: String
    public let name: String
    /// The names that the registry has, in its order.
    public let known: [String]

    public init(kind: String, name: String, known: [String]) {
        self.kind = kind
        self.name = name
        self.known = known
    }

    public var description: String {
        let suggestion = nearestName(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
        return "unknown \(kind) '\(name)'\(suggestion)" + (known.isEmpty ? "; none is known" : "; known: \(known.joined(separator: ", "))")
    }
}

extension Section {
    /// The entry of a registry that a key names.
    ///
    /// - Throws: ``SettingsError/badValue(at:key:value:expected:nearest:)`` with the registry's names and the nearest of them.
    public func choice<Entry>(_ key: String, default fallback: String, among registry: Registry<Entry>) throws(SettingsError) -> Entry {
        registry[try choice(key, default: fallback, among: registry.names)]
    }
}
