/// Something that happened in a run, for the terminal and the log.
public enum Event: Sendable {
    case stage(String, StageDecision)
    case finished(stage: String, summary: String, seconds: Double)
    /// Work in progress: `done` of `total` units, `failed` of them failed.
    case progress(stage: String, done: Int, total: Int, failed: Int, unit: String, note: String)
    /// A unit that failed: its name, the short reason, the whole message.
    case failure(stage: String, item: String, reason: String, message: String)
    /// Something the user should know.
    case notice(String)
}

/// Takes events from any thread.
public protocol EventSink: Sendable {
    func emit(_ event: Event)
}

/// Hands every event to several sinks, in order.
public struct EventFanOut: EventSink {
    private let sinks: [any EventSink]

    public init(_ sinks: [any EventSink]) { self.sinks = sinks }

    public func emit(_ event: Event) {
        for sink in sinks { sink.emit(event) }
    }
}
