public import Foundation
import Inference
public import Kernels

/// Which algorithm computes each convolution of the networks in float32: committed choices for the machine's class, or
/// those that `aadml bench network --tune` measured and wrote to a file. Layers in bfloat16 are direct.
public struct AlgorithmChoices: Hashable, Sendable {
    /// By network and layer. The committed ones hold for networks that are not in it.
    private let networks: [String: [String: ConvolutionAlgorithm]]

    public static let committed = AlgorithmChoices(networks: [:])

    private init(networks: [String: [String: ConvolutionAlgorithm]]) { self.networks = networks }

    /// Reads a file that ``write(_:measuredOn:to:)`` wrote. A network that the file does not name uses the committed choices, so a
    /// file stays good when a network is added.
    ///
    /// - Throws: ``ExtractorError/algorithms(path:problem:)`` where it cannot be read, names an unknown network, does not name every
    ///   layer of a network and no other, or names an algorithm that is unknown or cannot be had on this machine.
    public init(contentsOf path: String) throws(ExtractorError) {
        let file: File
        do {
            file = try JSONDecoder().decode(File.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw .algorithms(path: path, problem: "it cannot be read as a table of algorithms: \(error.localizedDescription)")
        }
        var networks: [String: [String: ConvolutionAlgorithm]] = [:]
        for (name, layers) in file.networks.sorted(by: { $0.key < $1.key }) {
            let network: any FeatureExtractor.Type
            do { network = try ExtractorRegistry.named(name) } catch { throw .algorithms(path: path, problem: error.description) }
            networks[name] = try Self.algorithms(of: network, layers, path)
        }
        self.networks = networks
    }

    private static func algorithms(
        of network: any FeatureExtractor.Type, _ named: [String: String], _ path: String
    ) throws(ExtractorError) -> [String: ConvolutionAlgorithm] {
        if let layer = Set(network.layers.map(\.name)).symmetricDifference(named.keys).min() {
            let place = named[layer] == nil ? "in the network" : "in the file"
            throw .algorithms(path: path, problem: "\(network.name) has layer '\(layer)' \(place) alone")
        }
        var algorithms: [String: ConvolutionAlgorithm] = [:]
        for layer in network.layers {
            let spelling = named[layer.name] ?? ""
            guard let algorithm = ConvolutionAlgorithm(rawValue: spelling) else {
                let known = ConvolutionAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")
                throw .algorithms(path: path, problem: "\(layer.name) has the algorithm '\(spelling)', known are \(known)")
            }
            guard algorithm.canCompute(layer.shape) else {
                throw .algorithms(path: path, problem: "\(layer.name) cannot be computed by '\(spelling)' on this machine")
            }
            algorithms[layer.name] = algorithm
        }
        return algorithms
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
        guard let chosen = networks[network] else { return committed.algorithm(of: layer) }
        return chosen[layer] ?? .direct
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
