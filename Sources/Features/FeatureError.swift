public import Clips

/// Why features cannot be read, transformed, written or taken in.
public enum FeatureError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A file or folder that follows none of the formats.
    case unknownFormat(path: String, found: String)
    /// The contents of `item` in `file` contradict its format.
    case malformed(file: String, item: String, problem: String)
    /// A clip whose features cannot be used.
    case badClip(file: String, clip: String, problem: String)
    /// A clip that the format cannot hold.
    case cannotHold(format: String, clip: String, problem: String)
    /// The choices of an export contradict each other.
    case wrongChoice(format: String, problem: String)
    /// A part of the data that training cannot do without is empty.
    case emptyPart(part: String, detail: String)
    /// An assembled table that is not there, or does not hold what it should.
    case missingTable(path: String)
    case damagedTable(path: String, detail: String)
    case notAWorkspace(path: String)
    /// None of the extractors that are asked for has features.
    case noFeatures(workspace: String)
    case ambiguousFeatures(workspace: String, modality: Modality, extractors: [String])
    /// A workspace that holds something else than what is to be imported.
    case occupiedWorkspace(path: String)
    /// Features whose rows have different numbers of values.
    case notComparable(modality: Modality, widths: [Int])
    /// Parameters that belong to another network.
    case foreignPostProcessing(name: String, modality: Modality, expected: String, found: String)
    /// Rows are to be aligned, and the features are one vector a clip.
    case noRowsToAlign(path: String)
    /// The file that 'assemble.<modality>.post' names.
    case parametersMissing(path: String, modality: Modality)

    public var description: String {
        switch self {
        case .unknownFormat(let path, let found):
            "\(path): \(found); expected one of the formats that 'aadml features export' writes (aadml help features export)"
        case .malformed(let file, let item, let problem):
            "\(file): '\(item)': \(problem)"
        case .badClip(let file, let clip, let problem):
            "\(file): clip '\(clip)': \(problem)"
        case .cannotHold(let format, let clip, let problem):
            "clip '\(clip)' cannot be written as \(format): \(problem)"
        case .wrongChoice(let format, let problem):
            "\(format): \(problem)"
        case .emptyPart(let part, let detail):
            "no samples in the \(part) part: \(detail)"
        case .missingTable(let path):
            "\(path) is missing; run the 'assemble' stage first"
        case .damagedTable(let path, let detail):
            "\(path): \(detail); run again with --force assemble"
        case .notAWorkspace(let path):
            "\(path): no catalogue.sqlite there; give the 'workspace' of a pipeline that has extracted features, or a feature file"
        case .noFeatures(let workspace):
            "\(workspace): no features of the wanted modalities there yet; run the 'extract' stage, and see 'aadml features info'"
        case .ambiguousFeatures(let workspace, let modality, let extractors):
            "\(workspace): holds \(modality.rawValue) features of several extractors (\(extractors.joined(separator: ", "))); "
                + "keep one of them in a workspace of its own"
        case .occupiedWorkspace(let path):
            "\(path): holds features or samples of something else; import into a workspace of its own"
        case .notComparable(let modality, let widths):
            "the \(modality.rawValue) rows have \(widths.map(String.init).joined(separator: " and ")) values: they cannot be compared; "
                + "check that both have the same post-processing"
        case .foreignPostProcessing(let name, let modality, let expected, let found):
            "'\(name)' was made for features of \(expected), and the \(modality.rawValue) features are of \(found); "
                + "leave it out, or say 'force: true' (--force) if you know better"
        case .noRowsToAlign(let path):
            "\(path): its features are one vector a clip, and 'assemble.align' lines up rows; leave it out, or give a file of segments"
        case .parametersMissing(let path, let modality):
            "\(path): no such file; 'assemble.\(modality.rawValue).post' takes its parameters from it, and Data/README.md tells where to get them"
        }
    }
}
