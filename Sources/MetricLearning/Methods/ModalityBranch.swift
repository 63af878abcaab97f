import Tensors

/// One modality's part of the network: encoder, proxy and decoder, with the state of the step in hand.
final class ModalityBranch {
    let name: String
    private let encoder: MultilayerPerceptron
    private let decoder: MultilayerPerceptron?
    private let proxy: any AnchorProxy
    private let settings: ProxySettings

    private(set) var features = Matrix(rows: 0, columns: 0)
    /// The encoder's output.
    private(set) var embeddings = Matrix(rows: 0, columns: 0)
    private(set) var unitEmbeddings: RowNormalization
    private(set) var unitProxies: RowNormalization

    /// Gradients as the losses add to them.
    var embeddingGradient = Matrix(rows: 0, columns: 0)
    var unitEmbeddingGradient = Matrix(rows: 0, columns: 0)
    var unitProxyGradient = Matrix(rows: 0, columns: 0)

    init(_ settings: TrainingSettings, name: String, width: Int) {
        let seed = UInt64(settings.seed)
        self.name = name
        self.settings = settings.proxy
        encoder = MultilayerPerceptron(
            name: "\(name).encoder", widths: [width, settings.hidden, settings.hidden, settings.embedding],
            dropout: settings.dropout, seed: seed)
        decoder = settings.reconstructionWeight == 0 ? nil : MultilayerPerceptron(
            name: "\(name).decoder", widths: [settings.embedding, settings.hidden, width], dropout: 0, seed: seed)
        proxy = ProxyRegistry.entry(named: settings.proxy.kind).init(
            settings.proxy, width: settings.embedding, name: "\(name).proxy", seed: seed)
        unitEmbeddings = RowNormalization(embeddings)
        unitProxies = unitEmbeddings
    }

    var parameters: [Parameter] { encoder.parameters + proxy.parameters + (decoder?.parameters ?? []) }

    var streams: [RandomStream] { encoder.streams + (decoder?.streams ?? []) }

    /// Embeddings and proxies of a batch; gradients start at zero.
    func forward(_ features: Matrix) {
        self.features = features
        embeddings = encoder.forward(features)
        unitEmbeddings = RowNormalization(embeddings)
        let unitRows = unitEmbeddings.output
        let proxies = proxy.forward(embeddings) {
            NeighbourGraph.lists(unitRows: unitRows, k: settings.k, edges: settings.symmetric ? .undirected : .directed)
        }
        unitProxies = RowNormalization(proxies)
        embeddingGradient = Matrix(rows: embeddings.rows, columns: embeddings.columns)
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
        embeddingGradient.add(proxy.backward(unitProxies.backward(unitProxyGradient)))
        embeddingGradient.add(unitEmbeddings.backward(unitEmbeddingGradient))
        encoder.backward(embeddingGradient)
    }
}
