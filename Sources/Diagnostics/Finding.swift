/// One line of a machine's examination.
public struct Finding: Codable, Sendable, CustomStringConvertible {
    public enum Verdict: String, Codable, Sendable {
        case fine
        /// Worth knowing, but everything works.
        case notice
        /// Must be mended.
        case broken
    }

    public let subject: String
    public let verdict: Verdict
    public let text: String
    /// What to type or change; nil where nothing is to be done.
    public let remedy: String?

    init(_ subject: String, _ verdict: Verdict, _ text: String, remedy: String? = nil) {
        self.subject = subject
        self.verdict = verdict
        self.text = text
        self.remedy = remedy
    }

    public var description: String {
        let mark = switch verdict {
        case .fine: "ok     "
        case .notice: "note   "
        case .broken: "BROKEN "
        }
        return mark + subject.padded(to: 22) + text + (remedy.map { "\n" + String(repeating: " ", count: 29) + "-> " + $0 } ?? "")
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
