public import ArgumentParser
import Foundation
import ArrayFiles
import Checkpoints
public import Weights
import Workflow

extension PublishedWeights: ExpressibleByArgument {}

struct WeightsFetchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch", abstract: "Get published weights, check them, and make a weight file of them.",
        discussion: """
            Looks in the folder itself, in --offline, in the caches of PyTorch's hub and of YouTube-8M's extractor, and then asks the \
            authors' servers or --mirror. A broken download goes on where it stopped. Sizes and SHA-256 are checked; where the authors \
            publish none, the first download's is pinned in fetched.sha256 beside it.
            """)

    @Argument(help: "vggish, vggish-pca, inception-v3-tf2015, inception-v3-torchvision, inception-v3-slim2016 or yt8m-pca.")
    var name: PublishedWeights

    @Option(help: "The folder for downloads and weight files.", completion: .directory)
    var to = "Data/weights"

    @Option(help: "An address below which the files lie by their published names.")
    var mirror: String?

    @Option(help: "A folder that has the files; the network is not used.", completion: .directory)
    var offline: String?

    func validate() throws {
        if mirror != nil, offline != nil { throw ValidationError("--mirror and --offline exclude each other") }
    }

    func run() throws {
        let caches = WeightFetch.usualCaches(environment: ProcessInfo.processInfo.environment)
        let display = ProgressDisplay(style: .auto)
        let outcome = try WeightFetch(folder: to, mirror: mirror, offlineFolder: offline, caches: caches).fetch(name.files) { event in
            switch event {
            case .progress(let name, let received, let total):
                let (done, all) = (received >> 20, (total ?? received) >> 20)
                display.emit(.progress(stage: "fetch", done: done, total: max(all, 1), failed: 0, unit: "MiB", note: name))
            case .passedOver(let reason): display.emit(.notice("not used: \(reason)"))
            case .downloading(let address): display.emit(.notice("downloading \(address)"))
            }
        }
        print("\(outcome.path): \(described(outcome.origin)), SHA-256 \(outcome.digest)\(outcome.isPinned ? ", now pinned" : "")")
        if let target { print(try ImportedFile(outcome.path, as: target, to: nil, folder: to).text) } else { try listArrays(of: outcome.path) }
    }

    /// The network the weights are for; nil for projections, which are used as they are.
    private var target: ImportTarget? {
        switch name {
        case .vggish: .vggish
        case .inceptionV3TF2015: .inceptionV3TF2015
        case .inceptionV3Torchvision: .inceptionV3Torchvision
        case .inceptionV3Slim2016: .inceptionV3Slim2016
        case .vggishPCA, .youTube8MPCA: nil
        }
    }

    private func described(_ origin: WeightFetch.Origin) -> String {
        switch origin {
        case .alreadyThere: "was there"
        case .offlineFolder: "found offline"
        case .cache: "found in a cache"
        case .network: "downloaded"
        }
    }

    /// Reads them all, so that a damaged file is found now.
    private func listArrays(of path: String) throws {
        let arrays = try TensorFileFormat.read(path).weights
        for name in arrays.names { print("array    \(name) \(arrays.shape(of: name) ?? [])") }
    }
}
