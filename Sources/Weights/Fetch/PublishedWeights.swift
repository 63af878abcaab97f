/// What `aadml weights fetch` knows by a name: the weights of a network, or the parameters of a projection.
public struct PublishedWeights: Sendable {
    public let name: String
    /// Files with the same content, the one that is fetched first at the head: it is the one with a digest.
    public let files: [PublishedFile]
    /// The network the weights are for; nil for projections, which are used as they are.
    public let network: String?

    public init(name: String, files: [PublishedFile], network: String?) {
        self.name = name
        self.files = files
        self.network = network
    }

    /// Projections that were published with networks.
    ///
    /// Source: AudioSet and YouTube-8M; the digest was measured, as the file is small and shipped by several projects.
    public static let projections = [
        PublishedWeights(name: "vggish-pca", files: [
            PublishedFile(
                address: "https://storage.googleapis.com/audioset/vggish_pca_params.npz", size: 73_020,
                digest: .whole("4d878af3e306defbfb37095365aa7e5a6cecb86bad13e859e626151c4e6a8b9d")),
        ], network: nil),
        PublishedWeights(name: "yt8m-pca", files: [PublishedFile(address: "http://data.yt8m.org/yt8m_pca.tgz", digest: .unknown)], network: nil),
    ]
}
