/// What every stage of a run shares.
public struct RunContext: Sendable {
    /// Number of worker threads.
    public let workers: Int
    public let events: any EventSink
    public let interruption: InterruptionFlag

    public init(workers: Int, events: any EventSink, interruption: InterruptionFlag) {
        self.workers = workers
        self.events = events
        self.interruption = interruption
    }

    /// - Throws: ``Interruption`` once a signal asked the run to stop.
    public func stopIfInterrupted() throws(Interruption) {
        if let signal = interruption.signal { throw Interruption(signal: signal) }
    }
}
