import Foundation
import Locks

/// How progress is shown on standard error.
public enum ProgressStyle: String, CaseIterable, Sendable {
    /// `bar` on a terminal, `plain` elsewhere.
    case auto
    case plain
    case json
    case none
}

/// Shows events on standard error: a line that redraws itself on a terminal, sparse plain lines elsewhere.
public final class ProgressDisplay: EventSink {
    enum Form { case bar, plain, json, silent }

    private struct State {
        var meter = Meter()
        var lastDrawn: ContinuousClock.Instant?
        var isLineOpen = false
    }

    private let form: Form
    private let write: @Sendable (String) -> Void
    private let state = Shared(State())

    public convenience init(style: ProgressStyle) {
        let form: Form = switch style {
        case .auto: isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb" ? .bar : .plain
        case .plain: .plain
        case .json: .json
        case .none: .silent
        }
        self.init(form: form) { try? FileHandle.standardError.write(contentsOf: Data($0.utf8)) }
    }

    init(form: Form, write: @escaping @Sendable (String) -> Void) {
        self.form = form
        self.write = write
    }

    /// Leaves the line that redraws itself, so that what is printed next starts a line of its own.
    public func endLine() {
        state.change { state in
            if state.isLineOpen { write("\n") }
            state.isLineOpen = false
        }
    }

    public func emit(_ event: Event) {
        state.change { state in
            switch form {
            case .silent: break
            case .json: write(event.json() + "\n")
            case .bar, .plain: show(event, &state)
            }
        }
    }

    private func show(_ event: Event, _ state: inout State) {
        switch event {
        case .progress(let stage, let done, let total, let failed, let unit, let note):
            state.meter.update(stage: stage, done: done)
            guard isTime(isLast: total > 0 && done == total, &state) else { return }
            draw(state.meter.line(stage: stage, done: done, total: total, failed: failed, unit: unit, note: note), &state)
        case .stage(let name, .run(let why)):
            state.lastDrawn = nil
            line("\(name): running, because \(why)", &state)
        case .stage(let name, .upToDate): line("\(name): up to date", &state)
        case .stage(_, .notWanted): break
        case .finished(let stage, let summary, let seconds):
            line("\(stage): \(summary) (\(spelled(seconds: seconds)))", &state)
        case .failure(_, let item, let reason, let message): line("  failed: \(item): \(reason): \(message)", &state)
        case .notice(let text): line(text, &state)
        }
    }

    /// Whether a progress line is due. Plain lines start one pause after the stage, so that short stages have none but the last.
    private func isTime(isLast: Bool, _ state: inout State) -> Bool {
        let now = ContinuousClock.now
        let pause: Duration = form == .bar ? .milliseconds(100) : .seconds(10)
        let isDue = isLast || state.lastDrawn.map { now - $0 >= pause } ?? (form == .bar)
        if isDue || state.lastDrawn == nil { state.lastDrawn = now }
        return isDue
    }

    private func draw(_ text: String, _ state: inout State) {
        guard form == .bar else { return write(text + "\n") }
        write("\r\u{1B}[2K" + text)
        state.isLineOpen = true
    }

    private func line(_ text: String, _ state: inout State) {
        write((state.isLineOpen ? "\r\u{1B}[2K" : "") + text.onOneLine + "\n")
        state.isLineOpen = false
    }
}
