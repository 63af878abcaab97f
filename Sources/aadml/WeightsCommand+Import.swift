import ArgumentParser
import ArrayFiles
import Checkpoints
import Extractors
import Foundation
import Weights

struct WeightsImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Make a weight file for aadml of a published one.",
        discussion: """
            Reads PyTorch files (.pth, new and old format), TensorFlow checkpoints (V1 and V2), the frozen Inception graph (.pb), a \
            .tgz of a graph or of a V1 checkpoint, npz and safetensors. Nothing in a file is run. Every name and shape is checked.
            """)

    @Argument(help: "The published file; of a V2 checkpoint its prefix or index.", completion: .file())
    var file: String

    @Option(
        name: .customLong("as"), help: "The network, with its variant where the file does not tell: \(WeightsCommand.listed(ExtractorRegistry.importTargets))",
        completion: .list(ExtractorRegistry.importTargets), transform: { try ExtractorRegistry.conventions(of: $0) })
    var conventions: [WeightConvention]

    @Option(help: "The file to write. Default: where a pipeline looks for it, in Data/weights.")
    var to: String?

    func run() throws {
        print(try ImportedFile(file, conventions: conventions, to: to).text)
    }
}

/// A published file that became a weight file.
struct ImportedFile {
    let path: String
    let weights: ImportedWeights

    /// - Parameter to: nil for the usual name in the folder.
    init(_ file: String, conventions: [WeightConvention], to: String?, folder: String = "Data/weights") throws {
        weights = try ImportedWeights(file: file, conventions: conventions)
        let network = weights.convention.manifest.network
        path = to ?? folder + "/" + (ExtractorRegistry.weightFile(of: network) ?? "\(network).safetensors")
        let parent = (path as NSString).deletingLastPathComponent
        if !parent.isEmpty { try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true) }
        try weights.write(to: path)
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
