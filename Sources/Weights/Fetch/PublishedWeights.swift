/// What `aadml weights fetch` knows by name.
///
/// Source: the releases and documentation of the projects named in each address; digests are PyTorch's file name suffixes, or
/// were measured where a file is small and shipped by several projects.
public enum PublishedWeights: String, CaseIterable, Sendable {
    case vggish
    case vggishPCA = "vggish-pca"
    case inceptionV3TF2015 = "inception-v3-tf2015"
    case inceptionV3Torchvision = "inception-v3-torchvision"
    case inceptionV3Slim2016 = "inception-v3-slim2016"
    case youTube8MPCA = "yt8m-pca"

    /// Files with the same weights, the one that is fetched first at the head: it is the one with a digest.
    public var files: [PublishedFile] {
        switch self {
        case .vggish:
            [
                PublishedFile(
                    address: "https://github.com/harritaylor/torchvggish/releases/download/v0.1/vggish-10086976.pth", digest: .prefix("10086976")),
                PublishedFile(address: "https://storage.googleapis.com/audioset/vggish_model.ckpt", digest: .unknown),
            ]
        case .vggishPCA:
            [
                PublishedFile(
                    address: "https://storage.googleapis.com/audioset/vggish_pca_params.npz", size: 73_020,
                    digest: .whole("4d878af3e306defbfb37095365aa7e5a6cecb86bad13e859e626151c4e6a8b9d")),
            ]
        case .inceptionV3TF2015:
            [
                PublishedFile(
                    address: "https://github.com/mseitzer/pytorch-fid/releases/download/fid_weights/pt_inception-2015-12-05-6726825d.pth",
                    digest: .prefix("6726825d")),
                PublishedFile(
                    address: "https://github.com/toshas/torch-fidelity/releases/download/v0.2.0/weights-inception-2015-12-05-6726825d.pth",
                    digest: .prefix("6726825d")),
                PublishedFile(address: "http://download.tensorflow.org/models/image/imagenet/inception-2015-12-05.tgz", digest: .unknown),
            ]
        case .inceptionV3Torchvision:
            [
                PublishedFile(address: "https://download.pytorch.org/models/inception_v3_google-0cc3c7bd.pth", digest: .prefix("0cc3c7bd")),
                PublishedFile(address: "https://download.pytorch.org/models/inception_v3_google-1a9a5a14.pth", digest: .prefix("1a9a5a14")),
            ]
        case .inceptionV3Slim2016:
            [PublishedFile(address: "http://download.tensorflow.org/models/inception_v3_2016_08_28.tar.gz", digest: .unknown)]
        case .youTube8MPCA:
            [PublishedFile(address: "http://data.yt8m.org/yt8m_pca.tgz", digest: .unknown)]
        }
    }
}
