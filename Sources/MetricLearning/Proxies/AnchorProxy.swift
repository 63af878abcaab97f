import Tensors

/// Makes a proxy of each embedding from its neighbours; one for each modality.
///
/// Keeps what its backward pass needs from the last forward pass.
protocol AnchorProxy: AnyObject, SendableMetatype {
    /// Its spelling in a settings file.
    static var name: String { get }
    /// The combination it has where the settings name none.
    static var usualCombination: ProxyCombination { get }

    /// - Parameters:
    ///   - name: the prefix of its parameters' names.
    init(_ settings: ProxySettings, width: Int, name: String, seed: UInt64)

    /// In a fixed order.
    var parameters: [Parameter] { get }

    /// `[items, width]` embeddings to `[items, width]` proxies; `neighbours` makes the graph, if it is needed.
    func forward(_ embeddings: Matrix, neighbours: () -> Neighbourhood) -> Matrix

    /// Adds the parameters' gradients and returns that of the embeddings. Neighbour indices are constants, and so are
    /// neighbours from outside the batch.
    func backward(_ gradient: Matrix) -> Matrix
}
