import Locks
import Workflow

/// Keeps the events of a run.
final class Recorder: EventSink {
    private let events = Shared<[Event]>([])

    func emit(_ event: Event) { events.change { $0.append(event) } }

    /// Stages that ran, and why.
    var ran: [String: String] {
        var ran: [String: String] = [:]
        for case .stage(let name, .run(let why)) in events.value { ran[name] = why }
        return ran
    }

    var failures: [(item: String, reason: String)] {
        events.value.compactMap { if case .failure(_, let item, let reason, _) = $0 { (item, reason) } else { nil } }
    }

    /// Stages, or cases of an experiment, that were finished.
    var finished: [String] { events.value.compactMap { if case .finished(let stage, _, _) = $0 { stage } else { nil } } }

    func summary(of stage: String) -> String? {
        events.value.compactMap { if case .finished(stage, let summary, _) = $0 { summary } else { nil } }.last
    }
}
