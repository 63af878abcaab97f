import Clips
import Features
import Reports
import Retrieval
import Store

/// Picks queries to show, with what was found for them: the first test query of each of a few classes.
struct ExamplesSource {
    let rankings: RankingsFile
    let table: FeatureTable
    let catalogue: Catalogue
    let cache: FeatureCache?
    let sources: [String]

    private static let classes = 5
    private static let hits = 5

    var examples: [RetrievalExample] {
        get throws {
            let previews = try Previews(catalogue: catalogue, cache: cache, sources: sources)
            let labels = Dictionary(zip(table.ids, table.labels), uniquingKeysWith: { first, _ in first })
            return try zip(rankings.named, [(Modality.audio, Modality.visual), (.visual, .audio)]).flatMap { direction, modalities in
                let (from, to) = modalities
                return try chosen(direction.value, labels).map { query in
                    RetrievalExample(
                        group: direction.name, query: try item(query.id, from, labels, previews),
                        hits: try query.hits.prefix(Self.hits).enumerated().map { rank, hit in
                            RetrievalExample.Hit(
                                try item(hit.id, to, labels, previews), rank: rank + 1, score: hit.score,
                                isRelevant: labels[hit.id] == labels[query.id], isPaired: hit.id == query.id)
                        })
                }
            }
        }
    }

    private func chosen(_ queries: [RankedQuery], _ labels: [String: Int]) -> [RankedQuery] {
        var seen: Set<Int> = []
        let firsts = queries.filter { query in labels[query.id].map { seen.insert($0).inserted } ?? false }
        let step = max(1, firsts.count / Self.classes)
        return stride(from: 0, to: firsts.count, by: step).prefix(Self.classes).map { firsts[$0] }
    }

    private func item(_ id: String, _ modality: Modality, _ labels: [String: Int], _ previews: Previews) throws -> RetrievalExample.Item {
        let preview = try previews.preview(of: id, modality)
        return RetrievalExample.Item(
            title: id, label: labels[id].map { table.classNames[$0] } ?? "", thumbnail: modality == .visual ? preview : nil,
            waveform: modality == .audio ? preview?.map { Float($0) / 255 } : nil)
    }
}

/// Finds the preview of a sample's modality.
private struct Previews {
    private var digests: [Modality: [String: String]] = [:]
    private let cache: FeatureCache?

    init(catalogue: Catalogue, cache: FeatureCache?, sources: [String]) throws {
        self.cache = cache
        guard cache != nil else { return }
        let members = try catalogue.members(of: sources)
        for sample in try catalogue.samples() {
            for (modality, reference) in sample.members {
                digests[modality, default: [:]][sample.id] = members[reference]?.sha256
            }
        }
    }

    func preview(of id: String, _ modality: Modality) throws -> [UInt8]? {
        guard let digest = digests[modality]?[id] else { return nil }
        return try cache?.preview(of: digest, modality: modality)
    }
}
