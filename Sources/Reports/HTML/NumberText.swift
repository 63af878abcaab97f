import Foundation

/// How numbers are written on the page. What is not finite is a dash.
enum NumberText {
    static let absent = "–"

    /// A metric in [0, 1], and anything else of that size: three decimals.
    static func metric(_ value: Double?) -> String {
        guard let value, value.isFinite else { return absent }
        return fixed(value, decimals: 3)
    }

    /// A number of any size: three decimals, or scientific where those would show nothing or a long row of digits.
    static func anySize(_ value: Double?) -> String {
        guard let value, value.isFinite else { return absent }
        let magnitude = abs(value)
        return magnitude != 0 && (magnitude < 0.0005 || magnitude >= 1e7) ? String(format: "%.2e", value) : fixed(value, decimals: 3)
    }

    /// A count with its thousands apart: 28,103.
    static func count(_ value: Int?) -> String {
        guard let value else { return absent }
        var digits = String(value.magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.append(String(digits.suffix(3)))
            digits.removeLast(3)
        }
        return (value < 0 ? "-" : "") + ([digits] + groups.reversed()).joined(separator: ",")
    }

    /// A span of time in the units a person would choose: `0.42 s`, `38 s`, `12 min 5 s`, `3 h 20 min`.
    static func duration(seconds: Double?) -> String {
        guard let seconds, seconds.isFinite, seconds >= 0, seconds < 1e9 else { return absent }
        if seconds < 10 { return fixed(seconds, decimals: 2) + " s" }
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(count(whole / 3600)) h \(whole % 3600 / 60) min"
    }

    /// How many a second: as many digits as mean something.
    static func rate(_ value: Double?) -> String {
        guard let value, value.isFinite, abs(value) < 1e12 else { return absent }
        return value >= 100 ? count(Int(value.rounded())) : fixed(value, decimals: value >= 10 ? 1 : 2)
    }

    /// A position in a drawing; a hundredth of a unit is finer than any screen.
    static func position(_ value: Double) -> String {
        var text = fixed(value, decimals: 2)
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    static func fixed(_ value: Double, decimals: Int) -> String {
        let text = String(format: "%.\(decimals)f", value)
        return text.hasPrefix("-") && text.allSatisfy { "-0.".contains($0) } ? String(text.dropFirst()) : text
    }
}
