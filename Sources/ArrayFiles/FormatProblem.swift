/// What a reader found wrong, before anyone has said in which file.
package enum FormatProblem: Error, Hashable {
    case malformed(String)
    case unsupported(item: String, found: String, supported: String)

    package func inFile(_ file: String, format: String) -> TensorFileError {
        switch self {
        case .malformed(let problem): .malformed(file: file, format: format, problem: problem)
        case .unsupported(let item, let found, let supported): .unsupported(file: file, array: item, found: found, supported: supported)
        }
    }
}
