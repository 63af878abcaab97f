/// What every stage of a run shares.
public struct RunContext: Sendable {
    /// Number of worker threads.
    public let workers: Int
    public let events: any EventSink
    public let interruption: InterruptionFlag
    /// The program, with its arguments, that takes work which may crash into a process of its own; nil: there is none.
    public let serverCommand: [String]?

    public init(workers: Int, events: any EventSink, interruption: InterruptionFlag, serverCommand: [String]? = nil) {
        self.workers = workers
        self.events = events
        self.interruption = interruption
        self.serverCommand = serverCommand
    }

    /// - Throws: ``Interruption`` once a signal asked the run to stop.
    public func stopIfInterrupted() throws(Interruption) {
        if let signal = interruption.signal { throw Interruption(signal: signal) }
    }
}
