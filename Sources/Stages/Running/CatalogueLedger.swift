import Store
import Workflow

/// Remembers finished stages of one run in the workspace's catalogue.
struct CatalogueLedger: StageLedger {
    let catalogue: Catalogue
    let run: String

    func fingerprint(ofFinished stage: String) throws -> Fingerprint? {
        try catalogue.stage(stage, ofRun: run).map { record in
            Fingerprint(record.ingredients.compactMap { $0.count == 2 ? Ingredient($0[0], $0[1]) : nil })
        }
    }

    func forget(_ stage: String) throws { try catalogue.forgetStage(stage, ofRun: run) }

    func finish(_ stage: String, _ fingerprint: Fingerprint, seconds: Double) throws {
        try catalogue.save(
            StageRecord(
                ingredients: fingerprint.ingredients.map { [$0.name, $0.value] },
                provenance: try Provenance.current(seconds: seconds), at: timestamp()),
            stage: stage, ofRun: run)
    }
}
