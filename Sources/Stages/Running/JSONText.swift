import Foundation

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
