/// How many clips may fail before a run gives up: `N`, or `P%` of what was to be extracted.
public enum FailureLimit: Sendable, Equatable {
    case none
    case count(Int)
    case percent(Double)

    /// Reads `--max-failures`; nil if it is neither a count nor a percentage.
    public init?(_ text: String) {
        if text.hasSuffix("%"), let share = Double(text.dropLast()), (0...100).contains(share) {
            self = .percent(share)
        } else if let count = Int(text), count >= 0 {
            self = .count(count)
        } else {
            return nil
        }
    }

    func isExceeded(by failures: Int, of total: Int) -> Bool {
        switch self {
        case .none: false
        case .count(let count): failures > count
        case .percent(let share): Double(failures) > Double(total) * share / 100
        }
    }
}

extension FailureLimit: CustomStringConvertible {
    public var description: String {
        switch self {
        case .none: "unlimited"
        case .count(let count): "\(count)"
        case .percent(let share): "\(share)%"
        }
    }
}
