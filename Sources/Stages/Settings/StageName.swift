/// The stages a pipeline file and the command line name, in their order. Decode streams into extract.
public enum StageName: String, CaseIterable, Sendable, Comparable {
    case ingest
    case extract
    case assemble
    case train
    case evaluate
    case report

    public static func < (left: StageName, right: StageName) -> Bool { left.position < right.position }

    private var position: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
