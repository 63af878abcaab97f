public import Clips

/// A stage that cannot do its work, as opposed to a clip that fails.
public enum StageError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A file this stage reads is not there; `stage` makes it.
    case inputMissing(path: String, stage: String)
    /// A file of the workspace does not hold what it should.
    case inputDamaged(path: String, detail: String, stage: String)
    /// A training in progress that cannot be continued.
    case checkpointUnreadable(path: String, reason: String)
    /// A source no longer holds a member that was there when it was listed.
    case memberGone(source: String, member: String)
    case sourceUnreadable(path: String, reason: String)
    case foldsUnreadable(folder: String, reason: String)
    case weightsMissing(path: String, network: String)
    case tooManyFailures(count: Int, limit: String)
    /// A part of the data that a stage cannot do without is empty.
    case emptyPart(part: String, detail: String)
    case modalityMissing(Modality)
    /// Audio cannot be exchanged between classes in a part.
    case cannotDisagree(part: String, detail: String)
    /// No layout recognises what the sources hold.
    case unknownArrangement(sources: [String], known: [String])
    /// A model of `evaluate.average_with` does not go with this run's.
    case modelMismatch(path: String, detail: String)

    public var description: String {
        switch self {
        case .inputMissing(let path, let stage):
            "\(path) is missing; run the '\(stage)' stage first"
        case .inputDamaged(let path, let detail, let stage):
            "\(path): \(detail); run again with --force \(stage)"
        case .checkpointUnreadable(let path, let reason):
            "\(path): the checkpoint cannot be continued from: \(reason); remove it to train from the start"
        case .memberGone(let source, let member):
            "\(source): '\(member)' was there when the source was listed and is not any more; run again with --force ingest"
        case .sourceUnreadable(let path, let reason):
            "\(path): cannot be read: \(reason); check 'dataset.sources' or 'features'"
        case .foldsUnreadable(let folder, let reason):
            "\(folder): the fold files cannot be read: \(reason); check 'dataset.split.folds'"
        case .weightsMissing(let path, let network):
            "\(path): no weights for \(network) there; Data/README.md tells where to get them, 'weights: {synthesize: 7}' makes random ones to try the pipeline with"
        case .tooManyFailures(let count, let limit):
            "\(count) clips failed, more than --max-failures \(limit) allows; 'aadml status' lists them"
        case .emptyPart(let part, let detail):
            "no samples in the \(part) part: \(detail)"
        case .cannotDisagree(let part, let detail):
            "audio cannot be exchanged between classes in the \(part) part: \(detail); set 'assemble.disagree.share' to 0, or use data in which no class has more than half"
        case .modalityMissing(let modality):
            "training needs both modalities and 'extract.\(modality.rawValue)' is 'none'; set 'until: extract', or give the modality a network"
        case .unknownArrangement(let sources, let known):
            "\(sources.joined(separator: ", ")): the files are not arranged in a way that is known; name the layout, one of: \(known.joined(separator: "; "))"
        case .modelMismatch(let path, let detail):
            "\(path): cannot be averaged with this run's model: \(detail); give 'evaluate.average_with' the model.safetensors of runs on the same table"
        }
    }
}
