public import Clips
import Tensors

/// How the pooled rows of one modality are reduced and brought to a scale.
public struct ModalityFit: Sendable {
    public let post: PostProcessing.Choice
    public let normalize: Normalization

    public init(post: PostProcessing.Choice, normalize: Normalization) {
        self.post = post
        self.normalize = normalize
    }

    /// The most components that are fitted; nil where none are.
    fileprivate var componentLimit: Int? { if case .principalComponents(let limit) = post { limit } else { nil } }
}

/// Pools clips, and fits what makes a table of them: principal components on the training clips' rows, and the scale of their means.
///
/// Clips are added one by one; memory holds one vector a clip and modality, and for components D x D sums.
public struct TableFit {
    /// One modality while clips are added.
    private struct Column {
        let chosen: ModalityFit
        var width = 0
        var values: [Float] = []
        var components: PrincipalComponentsFit?

        var pooled: Matrix { Matrix(rows: width > 0 ? values.count / width : 0, columns: width, values: values) }

        /// The pooled rows in the order of `rows`, reduced and normalised; fitted on those of them at `training`.
        ///
        /// - Throws: `PostProcessingError`, `KernelError`.
        func table(_ rows: [Int], _ training: [Int]) throws -> (rows: Matrix, components: PrincipalComponents?, scale: FittedNormalization) {
            var table = pooled.gathering(rows: rows)
            var fitted: PrincipalComponents?
            if let limit = chosen.componentLimit {
                var fit = components ?? PrincipalComponentsFit(columns: width)
                if components == nil { fit.add(table.gathering(rows: training)) }
                fitted = try fit.finish(atMost: limit)
                if let fitted { table = fitted.project(table) }
            }
            let scale = chosen.normalize.fit(table.gathering(rows: training))
            return (scale.apply(table), fitted, scale)
        }
    }

    private var columns: [Modality: Column]
    private var items: [(id: String, label: String, split: Split)] = []
    private let transform: FeatureTransform

    /// - Parameters:
    ///   - chosen: both modalities.
    ///   - transform: what the clips went through before.
    public init(_ chosen: [Modality: ModalityFit], of transform: FeatureTransform) {
        self.transform = transform
        columns = chosen.mapValues { Column(chosen: $0) }
        // One vector a clip: components are then fitted on the table itself.
        guard transform.set.rows == .segments else { return }
        for (modality, fit) in chosen where fit.componentLimit != nil {
            columns[modality]?.components = PrincipalComponentsFit(columns: transform.set[modality]?.width ?? 0)
        }
    }

    public var count: Int { items.count }
    public var splits: [Split] { items.map(\.split) }

    /// Class ids of the clips; a class that is not among the names counts as the first.
    public func labels(_ classNames: [String]) -> [Int] {
        let ids = Dictionary(classNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        return items.map { ids[$0.label] ?? 0 }
    }

    /// Takes a clip that has rows of both modalities, into a part that need not be its own.
    public mutating func add(_ clip: FeatureClip, split: Split) {
        items.append((clip.id, clip.labels.first ?? "", split))
        for modality in Modality.allCases {
            guard let rows = clip.features[modality]?.matrix(nil) else { preconditionFailure("clip '\(clip.id)' has no \(modality.rawValue) rows") }
            columns[modality]?.width = rows.columns
            columns[modality]?.values += mean(rows)
            if split == .train { columns[modality]?.components?.add(rows) }
        }
    }

    /// - Parameter path: where the clips came from, for the message.
    /// - Throws: ``FeatureError/emptyPart(part:detail:)`` for a part that no clip was added to.
    public func expectParts(_ parts: [Split], of path: String) throws(FeatureError) {
        for part in parts where !items.contains(where: { $0.split == part }) {
            throw .emptyPart(part: part.rawValue, detail: "no clip of \(path) with features of both modalities is marked \(part.rawValue), of \(items.count)")
        }
    }

    /// Fits and makes the table.
    ///
    /// - Parameters:
    ///   - classNames: by class id.
    ///   - audioSources: for each clip the one whose audio it gets, itself in general; exchanges stay within a part.
    ///   - remarks: what a reader of results must know about the items.
    /// - Throws: ``FeatureError/emptyPart(part:detail:)`` without a training clip; ``PostProcessingError``, `KernelError`.
    public func finish(
        classNames: [String], audioSources: [Int]? = nil, remarks: [String] = []
    ) throws -> (table: FeatureTable, transform: FittedTransform) {
        let training = items.indices.filter { items[$0].split == .train }
        guard !training.isEmpty, let audio = columns[.audio], let visual = columns[.visual] else {
            throw FeatureError.emptyPart(part: "training", detail: "\(items.count) clips, none of them in that part")
        }
        let all = Array(items.indices)
        let sounds = try audio.table(audioSources ?? all, training), pictures = try visual.table(all, training)
        var components: [Modality: PrincipalComponents] = [:]
        components[.audio] = sounds.components
        components[.visual] = pictures.components
        let table = FeatureTable(
            audio: sounds.rows, visual: pictures.rows, labels: labels(classNames), splits: splits, ids: items.map(\.id), classNames: classNames,
            isSynthesized: transform.set.features.values.contains(where: \.synthesized), remarks: remarks)
        return (table, FittedTransform(
            components: components, normalization: [.audio: sounds.scale, .visual: pictures.scale],
            processing: transform.processing.filter { if case .none = $0.value { false } else { true } }))
    }
}
