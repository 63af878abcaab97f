import Tensors

/// One modality's part of the network: encoder, proxy and decoder, with the state of the step in hand.
final class ModalityBranch {
    let name: String
    private let encoder: MultilayerPerceptron
    private let decoder: MultilayerPerceptron?
    private let proxy: any AnchorProxy
    private let graph: NeighbourGraph
    /// Only with a graph over the whole training set.
    private var bank: EmbeddingBank?

    private(set) var features = Matrix(rows: 0, columns: 0)
    /// The encoder's output, and what the proxies make of it.
    private(set) var embeddings = Matrix(rows: 0, columns: 0)
    private(set) var proxies = Matrix(rows: 0, columns: 0)
    private(set) var unitEmbeddings: RowNormalization
    private(set) var unitProxies: RowNormalization

    /// Gradients as the losses add to them.
    var embeddingGradient = Matrix(rows: 0, columns: 0)
    var proxyGradient = Matrix(rows: 0, columns: 0)
    var unitEmbeddingGradient = Matrix(rows: 0, columns: 0)
    var unitProxyGradient = Matrix(rows: 0, columns: 0)

    init(_ settings: TrainingSettings, name: String, width: Int) {
        let seed = UInt64(settings.seed)
        self.name = name
        encoder = MultilayerPerceptron(
            name: "\(name).encoder", widths: [width, settings.hidden, settings.hidden, settings.embedding],
            dropout: settings.dropout, seed: seed)
        decoder = settings.reconstructionWeight == 0 ? nil : MultilayerPerceptron(
            name: "\(name).decoder", widths: [settings.embedding, settings.hidden, width], dropout: 0, seed: seed)
        proxy = ProxyRegistry.entry(named: settings.proxy.kind).init(
            settings.proxy, width: settings.embedding, name: "\(name).proxy", seed: seed)
        graph = NeighbourGraph(settings.proxy)
        bank = settings.proxy.needsBank ? EmbeddingBank() : nil
        unitEmbeddings = RowNormalization(embeddings)
        unitProxies = unitEmbeddings
    }

    var parameters: [Parameter] { encoder.parameters + proxy.parameters + (decoder?.parameters ?? []) }

    var generators: [SeededGenerator] {
        get { encoder.generators }
        set { encoder.generators = newValue }
    }

    /// Fills the bank, if there is one, with the embeddings of the whole training set as the model gives them outside training.
    func refreshBank(_ features: Matrix, labels: [Int]) {
        bank?.refresh(labels: labels, width: encoder.outputWidth, of: features) { encoder.evaluate($0) }
    }

    /// Embeddings and proxies of a batch; gradients start at zero.
    ///
    /// - Parameter items: rows of the training set, one an item.
    func forward(_ features: Matrix, labels: [Int], items: [Int]) {
        self.features = features
        embeddings = encoder.forward(features)
        unitEmbeddings = RowNormalization(embeddings)
        proxies = proxy.forward(embeddings) {
            bank?.neighbourhood(of: embeddings, unitEmbeddings.output, labels: labels, items: items, graph)
                ?? Neighbourhood(rows: embeddings, lists: graph.lists(unitRows: unitEmbeddings.output, labels: labels))
        }
        bank?.overwrite(items, with: embeddings)
        unitProxies = RowNormalization(proxies)
        embeddingGradient = Matrix(rows: embeddings.rows, columns: embeddings.columns)
        proxyGradient = embeddingGradient
        unitEmbeddingGradient = embeddingGradient
        unitProxyGradient = embeddingGradient
    }

    /// The reconstruction's mean squared error, nil without a decoder; adds its gradients times `weight`.
    func reconstruct(weight: Double) -> Double? {
        guard let decoder else { return nil }
        let result = MeanSquaredError.evaluate(decoder.forward(embeddings), target: features, weight: weight)
        decoder.backward(result.gradient, addingTo: &embeddingGradient)
        return result.value
    }

    /// Carries the gradients that were added up to the encoder's and the proxy's parameters.
    func backward() {
        proxyGradient.add(unitProxies.backward(unitProxyGradient))
        embeddingGradient.add(proxy.backward(proxyGradient))
        embeddingGradient.add(unitEmbeddings.backward(unitEmbeddingGradient))
        encoder.backward(embeddingGradient)
    }
}

/// What a distance takes, and where its gradients go.
extension ModalityBranch {
    func proxyRows(_ distance: EmbeddingDistance) -> Matrix { distance == .cosine ? unitProxies.output : proxies }

    func embeddingRows(_ distance: EmbeddingDistance) -> Matrix { distance == .cosine ? unitEmbeddings.output : embeddings }

    func addProxyGradient(_ gradient: Matrix, _ distance: EmbeddingDistance) {
        switch distance {
        case .cosine: unitProxyGradient.add(gradient)
        case .innerProduct: proxyGradient.add(gradient)
        }
    }

    func addEmbeddingGradient(_ gradient: Matrix, _ distance: EmbeddingDistance) {
        switch distance {
        case .cosine: unitEmbeddingGradient.add(gradient)
        case .innerProduct: embeddingGradient.add(gradient)
        }
    }
}
