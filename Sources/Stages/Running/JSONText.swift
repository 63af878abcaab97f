import Foundation

/// Pretty JSON with sorted keys: equal values give equal bytes.
func json(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return [UInt8](try encoder.encode(value)) + Array("\n".utf8)
}

/// Reads one of a run's JSON files.
///
/// - Throws: ``StageError/inputMissing(path:stage:)``, ``StageError/inputDamaged(path:detail:stage:)``.
func readJSON<Value: Decodable>(_ path: String, as type: Value.Type, from stage: StageName) throws(StageError) -> Value {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else { throw .inputMissing(path: path, stage: stage.rawValue) }
    do {
        return try JSONDecoder().decode(type, from: data)
    } catch {
        throw .inputDamaged(path: path, detail: "not what the '\(stage.rawValue)' stage writes", stage: stage.rawValue)
    }
}
