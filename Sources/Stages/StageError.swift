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
    case notAWorkspace(path: String)
    /// None of the extractors that are asked for has features.
    case noFeatures(workspace: String)
    /// A workspace that holds something else than what is to be imported.
    case occupiedWorkspace(path: String)
    /// A clip of a file that cannot be taken in.
    case badImport(file: String, clip: String, problem: String)
    /// Features whose rows have different numbers of values.
    case notComparable(modality: Modality, widths: [Int])
    /// No layout recognises what the sources hold.
    case unknownArrangement(sources: [String], known: [String])
    /// A model of `evaluate.average_with` does not go with this run's.
    case modelMismatch(path: String, detail: String)
    /// Parameters that belong to another network.
    case foreignPostProcessing(name: String, modality: Modality, expected: String, found: String)
    /// 'assemble.align' for features that are one vector a clip.
    case noRowsToAlign(path: String)
    /// The file that 'assemble.<modality>.post' names.
    case parametersMissing(path: String, modality: Modality)
    case ambiguousFeatures(workspace: String, modality: Modality, extractors: [String])

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
        case .notAWorkspace(let path):
            "\(path): no catalogue.sqlite there; give the 'workspace' of a pipeline that has extracted features, or a feature file"
        case .noFeatures(let workspace):
            "\(workspace): no features of the wanted modalities there yet; run the 'extract' stage, and see 'aadml features info'"
        case .occupiedWorkspace(let path):
            "\(path): holds features or samples of something else; import into a workspace of its own"
        case .badImport(let file, let clip, let problem):
            "\(file): clip '\(clip)': \(problem)"
        case .notComparable(let modality, let widths):
            "the \(modality.rawValue) rows have \(widths.map(String.init).joined(separator: " and ")) values: they cannot be compared; check that both have the same post-processing"
        case .unknownArrangement(let sources, let known):
            "\(sources.joined(separator: ", ")): the files are not arranged in a way that is known; name the layout, one of: \(known.joined(separator: "; "))"
        case .modelMismatch(let path, let detail):
            "\(path): cannot be averaged with this run's model: \(detail); give 'evaluate.average_with' the model.safetensors of runs on the same table"
        case .foreignPostProcessing(let name, let modality, let expected, let found):
            "'\(name)' was made for features of \(expected), and the \(modality.rawValue) features are of \(found); leave it out, or say 'force: true' (--force) if you know better"
        case .noRowsToAlign(let path):
            "\(path): its features are one vector a clip, and 'assemble.align' lines up rows; leave it out, or import a file of segments into a workspace first (aadml features import --into)"
        case .parametersMissing(let path, let modality):
            "\(path): no such file; 'assemble.\(modality.rawValue).post' takes its parameters from it, and Data/README.md tells where to get them"
        case .ambiguousFeatures(let workspace, let modality, let extractors):
            "\(workspace): holds \(modality.rawValue) features of several extractors (\(extractors.joined(separator: ", "))); keep one of them in a workspace of its own"
        }
    }
}
