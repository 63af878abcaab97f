public import Settings

/// What stands in for an anchor, and which neighbours it is made of.
public struct ProxySettings: StrictlyDecodable, Sendable, Hashable {
    /// A name of ``ProxyRegistry``.
    public var kind: String
    public var combine: ProxyCombination
    public var graph: ProxyGraph
    /// Neighbours of an item, at most the batch (or the bank) without it.
    public var k: Int
    /// Whether the graph is undirected: j near i makes i a neighbour of j too, so lists may be longer than k.
    public var symmetric: Bool
    /// Whether neighbours have to be of the item's class; only where training sees labels.
    public var sameClass: Bool
    /// Attention heads; they divide the embedding.
    public var heads: Int

    public init(
        kind: String = "attention", combine: ProxyCombination = .residual, graph: ProxyGraph = .batch,
        k: Int = 3, symmetric: Bool = false, sameClass: Bool = false, heads: Int = 4
    ) {
        self.kind = kind
        self.combine = combine
        self.graph = graph
        self.k = k
        self.symmetric = symmetric
        self.sameClass = sameClass
        self.heads = heads
    }

    /// All keys are read whatever the kind, so that switching a run's proxy off is one change.
    public init(from section: Section) throws(SettingsError) {
        kind = try section.choice("kind", default: AttentionProxy.name, among: ProxyRegistry.names)
        combine = try section.choice("combine", default: ProxyRegistry.entry(named: kind).usualCombination)
        graph = try section.choice("graph", default: .batch)
        k = try section.integer("k", default: 3, in: 1...1_000)
        symmetric = try section.flag("symmetric", default: false)
        sameClass = try section.flag("same_class", default: false)
        heads = try section.integer("heads", default: 4, in: 1...256)
        guard !(symmetric && graph == .bank) else {
            throw .conflict(
                at: section.position(of: "symmetric"),
                problem: "an undirected graph needs the neighbours of every neighbour, which a bank does not have; set symmetric: false or graph: batch")
        }
    }

    /// Whether neighbours come from the whole training set.
    var needsBank: Bool { graph == .bank && kind != PlainAnchor.name }
}

/// How a proxy relates to its anchor.
public enum ProxyCombination: String, CaseIterable, Sendable {
    /// The anchor plus what its neighbours give.
    case residual
    /// Only what the anchor and its neighbours give as equals.
    case pure
}

/// Where neighbours are looked for.
public enum ProxyGraph: String, CaseIterable, Sendable {
    /// Among the items of the batch, by the cosine of their embeddings.
    case batch
    /// Among all training items, by embeddings made at the start of the epoch and replaced as batches pass.
    case bank
}
