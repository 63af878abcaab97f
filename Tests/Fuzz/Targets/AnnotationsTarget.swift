import Clips
import Datasets

/// AVE's annotations and split files, VEGAS's fold files, WebDataset's labels; the first byte says which text the rest is.
enum AnnotationsTarget {
    private static let members = ["AVE_Dataset/AVE/RUhOCu3LNXM.mp4", "AVE_Dataset/AVE/-ccciEuH9FE.mp4"].map {
        Member(reference: MemberReference(source: 0, name: $0), size: 1, sha256: "", streams: [.audio, .visual])
    }
    private static let rows = Array("Church bell&RUhOCu3LNXM&good&0&10\nBark&-ccciEuH9FE&good&5&10\n".utf8)

    static func run(_ input: UnsafeRawBufferPointer) {
        guard let kind = input.first else { return }
        let content = Array(input.dropFirst())
        switch kind % 6 {
        case 0: read([("AVE_Dataset/Annotations.txt", content)])
        case 1: read([("AVE_Dataset/Annotations.txt", rows), ("AVE_Dataset/trainSet.txt", content)])
        case 3: label([("train/000.json", content)])
        case 4: label([("train/000.cls", content)])
        case 5: label([("train/000.txt", content), ("train/000.json", Array("{}".utf8))])
        default: _ = try? FoldFiles([("fold1.txt", content), ("fold2.txt", rows)])
        }
    }

    private static func read(_ texts: [(name: String, text: [UInt8])]) {
        guard let dataset = try? AVELayout(DatasetOptions()).dataset(from: Listing(members: members, texts: sourceTexts(texts))) else { return }
        _ = try? SplitAssignment.official(dataset.samples)
    }

    private static func label(_ texts: [(name: String, text: [UInt8])]) {
        let clip = Member(reference: MemberReference(source: 0, name: "train/000.mp4"), size: 1, sha256: "", streams: [.audio, .visual])
        _ = try? WebDatasetLayout(DatasetOptions()).dataset(from: Listing(members: [clip], texts: sourceTexts(texts)))
    }

    private static func sourceTexts(_ texts: [(name: String, text: [UInt8])]) -> [SourceText] {
        texts.map { SourceText(reference: MemberReference(source: 0, name: $0.name), text: $0.text) }
    }
}
