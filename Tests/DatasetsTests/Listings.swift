import Clips
import Datasets
import Testing

/// A member whose container holds what its extension promises, unless said otherwise.
func member(_ name: String, _ streams: Set<Modality>? = nil, source: Int = 0, problem: String? = nil) -> Member {
    let promised: Set<Modality> = name.hasSuffix(".wav") || name.hasSuffix(".flac") ? [.audio] : [.audio, .visual]
    return Member(
        reference: MemberReference(source: source, name: name), size: 1, sha256: "", streams: problem == nil ? streams ?? promised : [],
        problem: problem)
}

func text(_ name: String, _ content: String, source: Int = 0) -> SourceText {
    SourceText(reference: MemberReference(source: source, name: name), text: Array(content.utf8))
}

func reference(_ name: String, source: Int = 0) -> MemberReference { MemberReference(source: source, name: name) }

extension Dataset {
    var ids: [String] { samples.map(\.id) }

    func sample(_ id: String) throws -> Sample { try #require(samples.first { $0.id == id }) }

    func subjects(_ kind: ProblemKind) -> [String] { problems.filter { $0.kind == kind }.map(\.subject) }
}
