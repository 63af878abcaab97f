public import ArrayFiles
import Tensors

extension WeightConvention {
    /// What a file of this family holds, in its own names and shapes.
    public var sourceManifest: WeightManifest {
        let targets = Dictionary(uniqueKeysWithValues: manifest.entries.map { ($0.name, $0) })
        let sources = entries.map { entry in
            guard let target = targets[entry.target] else { preconditionFailure("\(name): \(entry.target) is no weight of \(manifest.network)") }
            return WeightManifest.Entry(name: entry.source, shape: entry.layout.sourceShape(of: target.shape), role: target.role)
        }
        return WeightManifest(network: "\(manifest.network) as \(name) names them", entries: sources, ignored: ignored)
    }

    /// The network's tensors under the manifest's names and in its layout; what the network does not use is left out.
    ///
    /// - Throws: ``TensorFileError/weights(file:network:mismatch:)`` in the file's own names.
    public func convert(_ weights: TensorDictionary, file: String) throws(TensorFileError) -> TensorDictionary {
        try sourceManifest.check(weights, file: file)
        var converted = TensorDictionary()
        for entry in entries { converted.tensors[entry.target] = weights.tensors[entry.source].map(entry.layout.arranged) }
        return converted
    }
}

extension WeightConvention.Layout {
    /// Of a tensor whose shape in the network is [out, in, height, width] or [out, in].
    func sourceShape(of target: [Int]) -> [Int] {
        switch self {
        case .asIs: target
        case .convolutionHWIO: [target[2], target[3], target[1], target[0]]
        case .denseInOut: [target[1], target[0]]
        }
    }

    /// The tensor with its axes in the network's order.
    func arranged(_ tensor: Tensor) -> Tensor {
        switch self {
        case .asIs: return tensor
        case .denseInOut:
            return Tensor(shape: tensor.shape.reversed(), values: transposed(tensor.values, rows: tensor.shape[0], columns: tensor.shape[1]))
        case .convolutionHWIO:
            // [height width in, out] -> [out, height width in], then [height width, in] -> [in, height width] in each filter.
            let (area, channels, filters) = (tensor.shape[0] * tensor.shape[1], tensor.shape[2], tensor.shape[3])
            let byFilter = transposed(tensor.values, rows: area * channels, columns: filters)
            let size = area * channels
            let values = (0..<filters).flatMap { filter in
                transposed(Array(byFilter[(filter * size)..<((filter + 1) * size)]), rows: area, columns: channels)
            }
            return Tensor(shape: [filters, channels, tensor.shape[0], tensor.shape[1]], values: values)
        }
    }
}

/// In tiles, so that neither side leaves the cache: VGGish has a matrix of 200 MB.
private func transposed(_ values: [Float], rows: Int, columns: Int) -> [Float] {
    let tile = 32
    return [Float](unsafeUninitializedCapacity: values.count) { target, count in
        values.withUnsafeBufferPointer { source in
            for top in stride(from: 0, to: rows, by: tile) {
                for left in stride(from: 0, to: columns, by: tile) {
                    for row in top..<min(top + tile, rows) {
                        for column in left..<min(left + tile, columns) { target[column * rows + row] = source[row * columns + column] }
                    }
                }
            }
        }
        count = values.count
    }
}
