import Foundation

/// Rate and time left of a stage, from when its first unit was seen.
struct Meter {
    private var stage = ""
    private var start = ContinuousClock.now
    private var first = 0
    private var done = 0

    mutating func update(stage: String, done: Int) {
        if stage != self.stage || done < self.done {
            self.stage = stage
            start = .now
            first = done
        }
        self.done = done
    }

    func line(stage: String, done: Int, total: Int, failed: Int, unit: String, note: String) -> String {
        let elapsed = (ContinuousClock.now - start).seconds
        var text = "\(stage): \(done)\(total > 0 ? "/\(total)" : "") \(unit)"
        if total > 0 { text += " (\(done * 100 / total) %)" }
        if failed > 0 { text += ", \(failed) failed" }
        if done > first, elapsed > 0.5 {
            let rate = Double(done - first) / elapsed
            text += String(format: rate < 1 ? ", %.2f/s" : ", %.1f/s", rate)
            if done < total { text += ", \(spelled(seconds: Double(total - done) / rate)) left" }
        }
        return note.isEmpty ? text : text + ", " + note
    }
}

/// A stretch of time for people: `0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`, `3 d 4 h`.
public func spelled(seconds: Double) -> String {
    switch seconds {
    case ..<9.95: return String(format: "%.1f s", seconds)
    case ..<59.5: return "\(Int(seconds.rounded())) s"
    default: break
    }
    let whole = Int(seconds.rounded())
    let (minutes, hours, days) = (whole / 60, whole / 3600, whole / 86_400)
    if days > 0 { return "\(days) d \(hours % 24) h" }
    if hours > 0 { return "\(hours) h \(minutes % 60) min" }
    return "\(minutes) min \(whole % 60) s"
}
