import Clips
import Features
import Reports
import Settings
import Store

/// Gathers what the report says of the data.
struct DataChapterSource {
    let table: FeatureTable
    let catalogue: Catalogue
    let failures: [FailureRecord]
    /// Whether this workspace ingested the data itself.
    let hasDataset: Bool

    /// Items named for each kind of remark or failure.
    private static let examples = 5

    var section: DataSection {
        get throws {
            let samples = hasDataset ? try catalogue.samples() : []
            return DataSection(
                splits: Split.allCases.map(\.rawValue), classes: classCounts, modalities: modalities(samples),
                problems: hasDataset ? problems(try catalogue.problems()) : [], failures: failureGroups,
                facts: hasDataset ? [Fact("samples in the dataset", "\(samples.count)"), Fact("samples with both modalities", "\(table.ids.count)")] : [])
        }
    }

    private var classCounts: [DataSection.ClassCount] {
        var counts = [[Int]](repeating: [Int](repeating: 0, count: Split.allCases.count), count: table.classNames.count)
        for (label, split) in zip(table.labels, table.splits) {
            counts[label][Split.allCases.firstIndex(of: split) ?? 0] += 1
        }
        return zip(table.classNames, counts).map { DataSection.ClassCount($0, $1) }
    }

    private func modalities(_ samples: [Sample]) -> [DataSection.ModalityCount] {
        guard hasDataset else { return [] }
        return Modality.allCases.map { modality in
            let failed = Set(failures.filter { $0.modality == modality }.map(\.member))
            let missing = samples.count { sample in sample.members[modality].map { failed.contains($0.name) } ?? true }
            return DataSection.ModalityCount(modality.rawValue, present: samples.count - missing, missing: missing)
        }
    }

    private func problems(_ records: [ProblemRecord]) -> [DataSection.Problem] {
        Dictionary(grouping: records, by: \.kind).sorted { $0.key < $1.key }.map { kind, records in
            DataSection.Problem(
                kind: kind, count: records.count,
                examples: records.prefix(Self.examples).map { $0.detail.isEmpty ? $0.subject : "\($0.subject): \($0.detail)" })
        }
    }

    private var failureGroups: [DataSection.Failure] {
        Dictionary(grouping: failures) { [$0.reason, $0.modality.rawValue] }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { key, records in
                DataSection.Failure(
                    reason: key[0], modality: key[1], count: records.count, examples: records.prefix(Self.examples).map(\.member))
            }
    }
}

/// A resolved setting as a person writes it.
func plain(_ value: SettingsValue) -> String {
    if case .text(let text) = value { text } else { value.canonical }
}
