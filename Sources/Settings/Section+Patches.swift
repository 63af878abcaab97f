extension Section {
    /// A patch; one that changes nothing if the key is not given.
    public func patch(_ key: String) throws(SettingsError) -> SettingsPatch {
        guard let pairs = try mapping(key) else { return SettingsPatch() }
        return try SettingsPatch(pairs)
    }

    /// Named patches, in the order given.
    public func patches(_ key: String) throws(SettingsError) -> [(name: String, patch: SettingsPatch, position: Position)] {
        var patches: [(name: String, patch: SettingsPatch, position: Position)] = []
        for pair in try mapping(key) ?? [] {
            guard let inner = pair.value.asMapping else {
                throw .badValue(
                    at: pair.value.position, key: "\(dotted(key)).\(pair.key)", value: pair.value.kind,
                    expected: "settings, such as {train.proxy.k: 3}", nearest: nil)
            }
            patches.append((pair.key, try SettingsPatch(inner), pair.keyPosition))
        }
        return patches
    }

    /// Every combination of the values listed for some paths, the last path's changing fastest; none if the key is not given.
    public func combinations(_ key: String) throws(SettingsError) -> [SettingsPatch] {
        guard let pairs = try mapping(key), !pairs.isEmpty else { return [] }
        var combinations = [SettingsPatch()]
        for pair in pairs {
            guard case .sequence(let values) = pair.value.content, !values.isEmpty else {
                throw .badValue(
                    at: pair.value.position, key: "\(dotted(key)).\(pair.key)", value: pair.value.kind, expected: "a list of values", nearest: nil)
            }
            var longer: [SettingsPatch] = []
            for combination in combinations {
                for value in values {
                    let change = try SettingsPatch([SettingsNode.Pair(key: pair.key, keyPosition: value.position, value: value)])
                    longer.append(combination.followed(by: change))
                }
            }
            combinations = longer
        }
        return combinations
    }

    /// The section under `key` as settings of their own, whose keys this section's ``finish()`` knows nothing of.
    public func file(_ key: String) throws(SettingsError) -> SettingsFile {
        guard let pair = pair(key), let pairs = try mapping(key) else { throw .missingKey(at: position, key: key, section: path) }
        return SettingsFile(pairs: pairs, position: pair.value.position)
    }

    /// The pairs under a key that is a section; nil if it is not given.
    private func mapping(_ key: String) throws(SettingsError) -> [SettingsNode.Pair]? {
        guard let pair = pair(key) else {
            record(key, as: .none)
            return nil
        }
        guard let pairs = pair.value.asMapping else { throw bad(pair, "a section of keys") }
        record(key, as: .text(pair.value.flow))
        return pairs
    }
}

extension SettingsNode {
    /// The pairs of a section; a key with nothing after it counts as an empty one.
    fileprivate var asMapping: [Pair]? {
        switch content {
        case .mapping(let pairs): pairs
        case .scalar("", plain: true): []
        default: isNull ? [] : nil
        }
    }
}
