extension TensorFileError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .inaccessible(let file, let reason):
            "\(file): \(reason)"
        case .malformed(let file, let format, let problem):
            "\(file): not a valid \(format) file: \(problem); it may be damaged or cut short: fetch or write it again"
        case .unsupported(let file, let array, let found, let supported):
            "\(file): '\(array)' is \(found); supported: \(supported)"
        case .noSuchArray(let file, let name, let found):
            "\(file): no array '\(name)'; it holds \(list(found))"
        case .wrongShape(let file, let array, let expected, let found):
            "\(file): '\(array)' has shape \(found), expected \(expected)"
        case .hdf5(let file, let call, let item, let reason):
            "\(file): HDF5's \(call) failed on '\(item)': \(reason)"
        case .weights(let file, let network, let mismatch):
            "\(file): these are not the weights of \(network): \(mismatch)"
        case .unknownLayout(let file, let found, let expected):
            "\(file): unknown layout of features: it holds \(list(found)); expected \(expected.joined(separator: ", or "))"
        case .badFeatures(let file, let array, let problem):
            "\(file): '\(array)': \(problem)"
        }
    }
}

/// The first names of a list that may be long, quoted, and how many more there are.
private func list(_ names: [String]) -> String {
    guard !names.isEmpty else { return "no array" }
    let shown = names.prefix(12).map { "'\($0)'" }.joined(separator: ", ")
    return names.count > 12 ? shown + " and \(names.count - 12) more" : shown
}
