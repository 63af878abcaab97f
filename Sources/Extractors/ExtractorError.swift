public import ArrayFiles
public import Inference
import Settings

/// Why features cannot be extracted.
public enum ExtractorError: Error, Sendable, CustomStringConvertible {
    /// A weight file does not fit the network.
    case weights(TensorFileError)
    /// A network could not be made ready or run on this machine.
    case inference(InferenceError)
    /// A clip's sound ends before the first window does; both counts are samples at 16 kHz.
    case tooShort(samples: Int, needed: Int)
    /// Windows cannot start `seconds` apart.
    case invalidHop(seconds: Double)
    /// Frames cannot be taken `perSecond` times a second.
    case invalidFrameRate(perSecond: Double)
    /// There is no such network, or no such weights of one.
    case unknownNetwork(name: String, known: [String])
    /// A table of algorithms does not fit the networks or the machine.
    case algorithms(path: String, problem: String)

    public var description: String {
        switch self {
        case .weights(let reason):
            String(describing: reason)
        case .inference(let reason):
            reason.description
        case .tooShort(let samples, let needed):
            "the sound has \(samples) samples at 16 kHz, fewer than the \(needed) of one window: it gives no audio feature"
        case .invalidHop(let seconds):
            "a hop of \(seconds) s is not possible: give a multiple of 0.01 s from 0.01 s up to an hour, such as 0.96"
        case .invalidFrameRate(let perSecond):
            "\(perSecond) frames a second is not possible: give a number above 0, such as 1"
        case .unknownNetwork(let name, let known):
            "'\(name)' is not a network that is known here; "
                + (nearestName(to: name, among: known).map { "did you mean '\($0)'?" } ?? "known are \(known.joined(separator: ", "))")
        case .algorithms(let path, let problem):
            "\(path): \(problem); 'aadml bench network --tune FILE' writes a table for this machine"
        }
    }
}
