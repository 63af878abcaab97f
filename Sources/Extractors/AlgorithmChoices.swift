public import Foundation
import Inference
public import Kernels

/// Which algorithm computes each convolution of the networks in float32: committed choices for the machine's class, or
/// those that `aadml bench network --tune` measured and wrote to a file. Layers in bfloat16 are direct.
public struct AlgorithmChoices: Hashable, Sendable {
    /// By network and layer; nil stands for the committed ones.
    private let networks: [String: [String: ConvolutionAlgorithm]]?

    public static let committed = AlgorithmChoices(networks: nil)

    private init(networks: [String: [String: ConvolutionAlgorithm]]?) { self.networks = networks }

    /// The convolutions of each network that a file has to name, the shapes to measure, and the images that pass at once.
    public static let layers: [(network: String, layers: [(name: String, shape: ConvolutionShape, images: Int)])] = [
        (InceptionGraph.name, InceptionGraph.make(.tf2015).convolutions.map { ($0.name, $0.shape, 1) }),
        (VGGishGraph.name, VGGishGraph.convolutions().convolutions.map {
            ($0.name, $0.shape, $0.isTogether ? VGGish.Batch.clip.group : 1)
        }),
    ]

    /// Reads a file that ``write(_:measuredOn:to:)`` wrote.
    ///
    /// - Throws: ``ExtractorError/algorithms(path:problem:)`` where it cannot be read, does not name every layer of both
    ///   networks and no other, or names an algorithm that is unknown or cannot be had on this machine.
    public init(contentsOf path: String) throws(ExtractorError) {
        let file: File
        do {
            file = try JSONDecoder().decode(File.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw .algorithms(path: path, problem: "it cannot be read as a table of algorithms: \(error.localizedDescription)")
        }
        var networks: [String: [String: ConvolutionAlgorithm]] = [:]
        for (network, layers) in AlgorithmChoices.layers {
            let named = file.networks[network] ?? [:]
            let expected = Set(layers.map(\.name))
            if let layer = expected.symmetricDifference(named.keys).min() {
                throw .algorithms(path: path, problem: "\(network) has layer '\(layer)' \(named[layer] == nil ? "in the network" : "in the file") alone")
            }
            for (layer, shape, _) in layers {
                let spelling = named[layer] ?? ""
                guard let algorithm = ConvolutionAlgorithm(rawValue: spelling) else {
                    let known = ConvolutionAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")
                    throw .algorithms(path: path, problem: "\(layer) has the algorithm '\(spelling)', known are \(known)")
                }
                guard algorithm.canCompute(shape) else {
                    throw .algorithms(path: path, problem: "\(layer) cannot be computed by '\(spelling)' on this machine")
                }
                networks[network, default: [:]][layer] = algorithm
            }
        }
        self.networks = networks
    }

    /// Writes choices as a file, with what they were measured on for the reader.
    public static func write(
        _ networks: [String: [String: ConvolutionAlgorithm]], measuredOn machine: String, to url: URL
    ) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let file = File(machine: machine, networks: networks.mapValues { $0.mapValues(\.rawValue) })
        try encoder.encode(file).write(to: url, options: .atomic)
    }

    func algorithm(of layer: String, in network: String, committed: CommittedAlgorithms) -> ConvolutionAlgorithm {
        guard let networks else { return committed.algorithm(of: layer) }
        return networks[network]?[layer] ?? .direct
    }

    private struct File: Codable {
        let machine: String
        let networks: [String: [String: String]]
    }
}

/// The layers of a network that are not direct, by class of machine. Each set was measured on a machine of its class by
/// `aadml bench network --tune`.
struct CommittedAlgorithms: Sendable {
    /// Where oneDNN has Winograd convolutions (2.x with AVX-512): those that are fastest by them.
    let winograd: Set<String>
    /// In that class: those that are fastest by ``ConvolutionAlgorithm/tiles``.
    let tiles: Set<String>
    /// Everywhere else: those that are faster by ``ConvolutionAlgorithm/tiles``.
    let tilesAlone: Set<String>

    func algorithm(of layer: String) -> ConvolutionAlgorithm {
        if !OneDNN.hasWinograd { return tilesAlone.contains(layer) ? .tiles : .direct }
        return winograd.contains(layer) ? .winograd : tiles.contains(layer) ? .tiles : .direct
    }

    var all: Set<String> { winograd.union(tiles).union(tilesAlone) }
}
