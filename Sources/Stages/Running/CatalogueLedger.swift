import Store
import Workflow

/// Remembers finished stages of one run in the workspace's catalogue.
struct CatalogueLedger: StageLedger {
    let catalogue: Catalogue
    let run: String

    func finished(_ stage: String) throws -> FinishedStage? {
        try catalogue.stage(stage, ofRun: run).map { record in
            FinishedStage(Fingerprint(record.ingredients.compactMap { $0.count == 2 ? Ingredient($0[0], $0[1]) : nil }), outputs: record.outputs)
        }
    }

    func forget(_ stage: String) throws { try catalogue.forgetStage(stage, ofRun: run) }

    func finish(_ stage: String, _ finished: FinishedStage, seconds: Double) throws {
        try catalogue.save(
            StageRecord(
                ingredients: finished.fingerprint.ingredients.map { [$0.name, $0.value] },
                provenance: try Provenance.current(seconds: seconds), at: timestamp(), outputs: finished.outputs),
            stage: stage, ofRun: run)
    }
}
