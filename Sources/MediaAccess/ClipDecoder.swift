package import IsolatedMedia
package import Media

/// A worker's decoder: in a process of its own where the settings want it and there is a program for it, or in this one.
package enum ClipDecoder {
    case isolated(IsolatedDecoder)
    case inProcess

    /// - Parameter command: the program that decodes, with its arguments; nil where there is none.
    package init(_ settings: DecodeSettings, command: [String]?) {
        self = if settings.isIsolated, let command {
            .isolated(IsolatedDecoder(
                command: command, timeout: .seconds(settings.maxDecodeSeconds), memoryLimit: settings.maxDecoderBytes))
        } else {
            .inProcess
        }
    }

    /// Opens the container and reads its headers.
    ///
    /// - Throws: `MediaError`, `IsolationError`, and what `check` throws.
    package func probe(_ bytes: MediaBytes, named name: String, limits: DecodeLimits, check: () throws -> Void) throws -> MediaProbe {
        switch self {
        case .isolated(let decoder): try decoder.probe(bytes, named: name, limits: limits, check: check)
        case .inProcess: try MediaDecoder(bytes, named: name, limits: limits).probe
        }
    }
}
