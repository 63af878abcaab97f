import Clips
import Datasets

/// AVE's annotations and split files, VEGAS's fold files; the first byte says which text the rest is.
enum AnnotationsTarget {
    private static let members = ["AVE_Dataset/AVE/RUhOCu3LNXM.mp4", "AVE_Dataset/AVE/-ccciEuH9FE.mp4"].map {
        Member(reference: MemberReference(source: 0, name: $0), size: 1, sha256: "", streams: [.audio, .visual])
    }
    private static let rows = Array("Church bell&RUhOCu3LNXM&good&0&10\nBark&-ccciEuH9FE&good&5&10\n".utf8)

    static func run(_ input: UnsafeRawBufferPointer) {
        guard let kind = input.first else { return }
        let content = Array(input.dropFirst())
        switch kind % 3 {
        case 0: read([("AVE_Dataset/Annotations.txt", content)])
        case 1: read([("AVE_Dataset/Annotations.txt", rows), ("AVE_Dataset/trainSet.txt", content)])
        default: _ = try? FoldFiles([("fold1.txt", content), ("fold2.txt", rows)])
        }
    }

    private static func read(_ texts: [(name: String, text: [UInt8])]) {
        let texts = texts.map { SourceText(reference: MemberReference(source: 0, name: $0.name), text: $0.text) }
        guard let dataset = try? AVELayout(DatasetOptions()).dataset(from: Listing(members: members, texts: texts)) else { return }
        _ = try? SplitAssignment.official(dataset.samples)
    }
}
