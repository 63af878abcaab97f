/// Settings that read themselves from a section, asking for every key they know.
///
/// The reader of the section calls ``Section/finish()``, so an initialiser only asks.
public protocol StrictlyDecodable {
    init(from section: Section) throws(SettingsError)
}

extension Section {
    /// The section under `key` as settings of type `Value`; unknown keys are refused.
    public func decode<Value: StrictlyDecodable>(_ key: String, as type: Value.Type = Value.self) throws(SettingsError) -> Value {
        let inner = try section(key)
        let value = try Value(from: inner)
        try inner.finish()
        return value
    }
}
