import Locks
import Workflow

/// Shows a case's work as part of its experiment, and notes whether there was any.
struct CaseEvents: EventSink {
    let events: any EventSink
    /// `3/20 k=1, seed 2`.
    let label: String
    /// Whether a stage of the case ran.
    let hasWorked = Shared(false)

    func emit(_ event: Event) {
        switch event {
        case .stage(_, .run): hasWorked.change { $0 = true }
        case .stage, .finished: break
        case .progress(let stage, let done, let total, let failed, let unit, let note):
            events.emit(.progress(stage: "\(label): \(stage)", done: done, total: total, failed: failed, unit: unit, note: note))
        case .failure, .notice: events.emit(event)
        }
    }
}
