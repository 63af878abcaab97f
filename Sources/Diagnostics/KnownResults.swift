import Inference
import Kernels
import Tensors

/// Computations whose results are known without any library. Each gives its relative error.
///
/// Old OpenBLAS builds are known to compute wrongly on some newer CPUs, silently.
enum KnownResults {
    static let tolerance = 1e-4

    /// Integers small enough for their sums to be exact in 32 bits.
    private static func integers(_ count: Int, first: Int) -> [Float] { (0..<count).map { Float(($0 * 7 + first * 13) % 17 - 8) } }

    /// Odd sizes, so that kernels' edges are met; against the definition.
    static func matrixProduct() -> Double {
        let (m, k, n) = (129, 67, 95)
        let a = Matrix(rows: m, columns: k, values: integers(m * k, first: 1)), b = Matrix(rows: k, columns: n, values: integers(k * n, first: 2))
        let product = multiply(a, .asIs, b)
        var worst = 0.0
        for i in 0..<m {
            for j in 0..<n {
                let exact = (0..<k).reduce(Float(0)) { $0 + a[i, $1] * b[$1, j] }
                worst = max(worst, Double(abs(product[i, j] - exact)) / 64)
            }
        }
        return worst
    }

    /// A Hilbert-like matrix must come back from its factors.
    static func singularValues() throws -> Double {
        let (rows, columns) = (40, 25)
        let matrix = (0..<(rows * columns)).map { 1 / Double($0 / columns + $0 % columns + 1) }
        let svd = try SingularValueDecomposition(matrix, rows: rows, columns: columns)
        var worst = 0.0
        for i in 0..<rows {
            for j in 0..<columns {
                let rebuilt = svd.values.indices.reduce(0.0) { $0 + svd.left[i * columns + $1] * svd.values[$1] * svd.right[$1 * columns + j] }
                worst = max(worst, abs(rebuilt - matrix[i * columns + j]))
            }
        }
        return worst
    }

    /// The second-difference matrix: its eigenvalues sum to 2 n, their squares to 4 n + 2 (n - 1).
    static func eigenvalues() throws -> Double {
        let n = 60
        var matrix = [Double](repeating: 0, count: n * n)
        for i in 0..<n {
            matrix[i * n + i] = 2
            if i + 1 < n { (matrix[i * n + i + 1], matrix[(i + 1) * n + i]) = (-1, -1) }
        }
        let eigen = try SymmetricEigen(matrix, order: n)
        let trace = eigen.values.reduce(0, +), squares = eigen.values.reduce(0) { $0 + $1 * $1 }
        let expected = (trace: Double(2 * n), squares: Double(4 * n + 2 * (n - 1)))
        return max(abs(trace - expected.trace) / expected.trace, abs(squares - expected.squares) / expected.squares)
    }

    /// A padded 3 x 3 convolution with ReLU, direct and, where it exists, by Winograd; against the definition.
    ///
    /// The layer before it hands the image on unchanged, in the blocked layout that Winograd's algorithm takes.
    static func convolution() throws -> Double {
        let channels = 64
        let shape = ImageShape(channels: channels, height: 32, width: 32)
        var graph = NetworkGraph(input: shape)
        let blocked = graph.convolution("identity", graph.input, channels: channels, kernel: Extent(height: 1, width: 1))
        _ = graph.convolution("layer", blocked, channels: channels, kernel: Extent(height: 3, width: 3), padding: Extent(height: 1, width: 1))
        let image = integers(channels * shape.height * shape.width, first: 3).map(abs)
        let layers = [
            "identity": LayerParameters(
                weights: (0..<(channels * channels)).map { $0 / channels == $0 % channels ? 1 : 0 }, bias: [Float](repeating: 0, count: channels)),
            "layer": LayerParameters(weights: integers(channels * channels * 9, first: 4), bias: integers(channels, first: 5)),
        ]
        let expected = definition(image, shape, layers["layer"]?.weights ?? [], layers["layer"]?.bias ?? [])
        let scale = Double(expected.max() ?? 1)
        var worst = 0.0
        for algorithm in [ConvolutionAlgorithm.direct] + (OneDNN.hasWinograd ? [.winograd] : []) {
            let network = try CompiledNetwork(
                graph, element: .float32, algorithm: { $0 == "layer" ? algorithm : .direct },
                parameters: { layers[$0] ?? LayerParameters(weights: [], bias: []) })
            let session = try NetworkSession(network, capacity: 1)
            var output = [Float](repeating: 0, count: expected.count)
            try session.run(image, count: 1, into: &output)
            for (value, exact) in zip(output, expected) { worst = max(worst, Double(abs(value - exact)) / scale) }
        }
        return worst
    }

    /// Channels of a pixel side by side, as a session gives them.
    private static func definition(_ image: [Float], _ shape: ImageShape, _ weights: [Float], _ bias: [Float]) -> [Float] {
        let (height, width, channels) = (shape.height, shape.width, shape.channels)
        var output: [Float] = []
        for y in 0..<height {
            for x in 0..<width {
                for out in 0..<channels {
                    var sum = bias[out]
                    for c in 0..<channels {
                        for dy in 0..<3 where (0..<height).contains(y + dy - 1) {
                            for dx in 0..<3 where (0..<width).contains(x + dx - 1) {
                                sum += image[(c * height + y + dy - 1) * width + x + dx - 1] * weights[((out * channels + c) * 3 + dy) * 3 + dx]
                            }
                        }
                    }
                    output.append(max(sum, 0))
                }
            }
        }
        return output
    }
}
