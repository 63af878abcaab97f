import Extractors
public import Foundation
import Kernels
import Tensors
import Workflow

/// Measures every algorithm that this machine has for every convolution of the networks, and keeps the fastest.
///
/// Each layer runs alone on one thread, the algorithms in turn, and the best of its runs counts: other work on the
/// machine can only make a run longer. Another algorithm than the direct one has to be 3 % faster, as it is less exact.
public struct NetworkTuning: Sendable {
    private let secondsPerLayer: Double

    public init(secondsPerLayer: Double = 0.2) { self.secondsPerLayer = secondsPerLayer }

    public struct Layer: Codable, Sendable, CustomStringConvertible {
        public let network: String
        public let layer: String
        /// By algorithm.
        public let milliseconds: [String: Double]
        public let chosen: String

        public var description: String {
            let times = milliseconds.sorted { $0.key < $1.key }.map { "\($0.key) \(String(format: "%.3f", $0.value)) ms" }
            return "\(network) \(layer): \(chosen) (\(times.joined(separator: ", ")))"
        }
    }

    /// Measures, and writes the choices to `file` for `extract.algorithms`.
    public func run(writingTo file: URL) throws -> [Layer] {
        OpenMPThreads.limitCurrentThread(to: 1)
        var measured: [ConvolutionShape: [ConvolutionAlgorithm: Double]] = [:]
        var layers: [Layer] = []
        var choices: [String: [String: ConvolutionAlgorithm]] = [:]
        for extractor in ExtractorRegistry.all {
            let network = extractor.name
            for (index, layer) in extractor.layers.enumerated() {
                let times = try measured[layer.shape] ?? measure(layer.shape, images: layer.images, first: index == 0)
                measured[layer.shape] = times
                let direct = times[.direct] ?? .infinity
                let best = times.min { $0.value < $1.value } ?? (.direct, direct)
                let chosen = best.value < 0.97 * direct ? best.key : .direct
                choices[network, default: [:]][layer.name] = chosen
                layers.append(Layer(
                    network: network, layer: layer.name,
                    milliseconds: Dictionary(uniqueKeysWithValues: times.map { ($0.key.rawValue, $0.value * 1000) }), chosen: chosen.rawValue))
            }
        }
        let machine = MachineFacts.current
        try AlgorithmChoices.write(choices, measuredOn: "\(machine.cpu), oneDNN \(machine.oneDNN)", to: file)
        return layers
    }

    /// The shortest time of each algorithm for an image, in seconds.
    private func measure(_ shape: ConvolutionShape, images: Int, first: Bool) throws -> [ConvolutionAlgorithm: Double] {
        let weights = noise(shape.weightShape.reduce(1, *))
        let bias = noise(shape.outputChannels)
        let input = AlignedBuffer(count: images * shape.input.elementCount)
        for (index, value) in noise(input.count).enumerated() { input.base[index] = value }
        let bytes = (source: shape.input.elementCount * 4, destination: ImageFormat(shape.output, .blocked, .float32).byteCount)
        let output = AlignedBuffer(count: images * bytes.destination / 4)
        let group = ImageGroup(count: images, source: input.base, destination: output.base, steps: bytes)
        let stream = try ExecutionStream()
        var runs: [(algorithm: ConvolutionAlgorithm, invocation: any LayerInvocation, scratchpad: AlignedBuffer)] = []
        for algorithm in ConvolutionAlgorithm.allCases where algorithm.canCompute(shape) {
            let kernel = try algorithm.kernel(
                shape, source: first ? .planes : .blocked, weights: weights, bias: bias, relu: true, images: images,
                element: .float32, name: "layer")
            runs.append((algorithm, try kernel.makeInvocation(), AlignedBuffer(count: (kernel.scratchpadByteCount + 3) / 4)))
        }
        var best: [ConvolutionAlgorithm: Double] = [:]
        let begin = ContinuousClock.now
        repeat {
            for (algorithm, invocation, scratchpad) in runs {
                let start = ContinuousClock.now
                try invocation.run(on: stream, group, scratchpad: scratchpad.base)
                best[algorithm] = min(best[algorithm] ?? .infinity, (ContinuousClock.now - start).seconds / Double(images))
            }
        } while (ContinuousClock.now - begin).seconds < secondsPerLayer
        return best
    }
}
