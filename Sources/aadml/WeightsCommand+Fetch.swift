import ArgumentParser
import ArrayFiles
import Checkpoints
import Extractors
import Foundation
import Weights
import Workflow

struct WeightsFetchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch", abstract: "Get published weights, check them, and make a weight file of them.",
        discussion: """
            Looks in the folder itself, in --offline, in the caches of PyTorch's hub and of YouTube-8M's extractor, and then asks the \
            authors' servers or --mirror. A broken download goes on where it stopped. Sizes and SHA-256 are checked; where the authors \
            publish none, the first download's is pinned in fetched.sha256 beside it.
            """)

    private static let names = ExtractorRegistry.published.map(\.name)

    @Argument(help: "\(WeightsCommand.listed(names))", completion: .list(names), transform: published)
    var weights: PublishedWeights

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
        let outcome = try WeightFetch(folder: to, mirror: mirror, offlineFolder: offline, caches: caches).fetch(weights.files) { event in
            switch event {
            case .progress(let name, let received, let total):
                let (done, all) = (received >> 20, (total ?? received) >> 20)
                display.emit(.progress(stage: "fetch", done: done, total: max(all, 1), failed: 0, unit: "MiB", note: name))
            case .passedOver(let reason): display.emit(.notice("not used: \(reason)"))
            case .downloading(let address): display.emit(.notice("downloading \(address)"))
            }
        }
        print("\(outcome.path): \(described(outcome.origin)), SHA-256 \(outcome.digest)\(outcome.isPinned ? ", now pinned" : "")")
        guard let network = weights.network else { return try listArrays(of: outcome.path) }
        print(try ImportedFile(outcome.path, conventions: ExtractorRegistry.conventions(of: network), to: nil, folder: to).text)
    }

    @Sendable private static func published(_ name: String) throws -> PublishedWeights {
        guard let weights = ExtractorRegistry.published.first(where: { $0.name == name }) else {
            throw ExtractorError.unknownNetwork(name: name, known: names)
        }
        return weights
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
