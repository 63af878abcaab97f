import ArgumentParser
import Extractors
import Foundation
import ArrayFiles
import Checkpoints
import Weights

/// A network, or one variant of it, as `--as` names it.
enum ImportTarget: String, CaseIterable, ExpressibleByArgument {
    case vggish
    case inceptionV3 = "inception-v3"
    case inceptionV3TF2015 = "inception-v3/tf2015"
    case inceptionV3Torchvision = "inception-v3/torchvision"
    case inceptionV3Slim2016 = "inception-v3/slim2016"

    /// The families of files that may hold it.
    var conventions: [WeightConvention] {
        switch self {
        case .vggish: VGGish.conventions
        case .inceptionV3: InceptionV3.conventions
        default: InceptionV3.conventions.filter { $0.manifest.network == rawValue }
        }
    }
}

struct WeightsImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Make a weight file for aadml of a published one.",
        discussion: """
            Reads PyTorch files (.pth, new and old format), TensorFlow checkpoints (V1 and V2), the frozen Inception graph (.pb), a \
            .tgz of a graph or of a V1 checkpoint, npz and safetensors. Nothing in a file is run. Every name and shape is checked.
            """)

    @Argument(help: "The published file; of a V2 checkpoint its prefix or index.", completion: .file())
    var file: String

    @Option(name: .customLong("as"), help: "vggish or inception-v3; /tf2015, /torchvision or /slim2016 behind it where the file does not tell.")
    var target: ImportTarget

    @Option(help: "The file to write. Default: where a pipeline looks for it, in Data/weights.")
    var to: String?

    func run() throws {
        print(try ImportedFile(file, as: target, to: to).text)
    }
}

/// A published file that became a weight file.
struct ImportedFile {
    let path: String
    let weights: ImportedWeights

    /// - Parameter to: nil for the usual name in the folder.
    init(_ file: String, as target: ImportTarget, to: String?, folder: String = "Data/weights") throws {
        weights = try ImportedWeights(file: file, conventions: target.conventions)
        path = to ?? folder + "/" + Self.usualName(of: weights.convention.manifest.network)
        let parent = (path as NSString).deletingLastPathComponent
        if !parent.isEmpty { try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true) }
        try weights.write(to: path)
    }

    /// The names that pipelines look for by themselves, and one for the variant they must be told of.
    private static func usualName(of network: String) -> String {
        switch network {
        case "inception-v3/tf2015": "inception-v3.safetensors"
        default: network.replacing("/", with: "-") + ".safetensors"
        }
    }

    var text: String {
        let network = weights.convention.manifest.network
        let within = weights.prefix.isEmpty ? "" : ", below '\(weights.prefix)'"
        return """
            \(path): \(network), \(weights.weights.tensors.count) tensors
            source   \(weights.format.rawValue), \(weights.convention.name) names\(within)
            sha256   \(weights.sourceDigest) (of the source)
            """
    }
}
