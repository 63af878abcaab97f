import Foundation
import Synchronization

/// The run was asked to stop by a signal; what was finished is committed.
public struct Interruption: Error, CustomStringConvertible {
    public let signal: Int32

    public init(signal: Int32) { self.signal = signal }

    /// 130 after SIGINT, 143 after SIGTERM, as shells count.
    public var exitCode: Int32 { 128 + signal }
    public var description: String { "stopped by \(signal == SIGINT ? "SIGINT" : "SIGTERM"); the next run goes on from here" }
}

/// Set by the first SIGINT or SIGTERM; a second one ends the process at once.
///
/// Databases commit by transaction and files are renamed into place, so an end at any moment loses only work in hand.
public struct InterruptionFlag: Sendable {
    private let isWatching: Bool

    /// A flag that is never set: for tests and for calls that cannot be interrupted.
    public static let never = InterruptionFlag(isWatching: false)

    /// Installs the process's handlers and gives the flag they set.
    public static func watchingSignals() -> InterruptionFlag {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { signal in
            // Only async-signal-safe calls here: an atomic exchange and _exit.
            if receivedSignal.exchange(signal, ordering: .relaxed) != 0 { _exit(128 + signal) }
        }
        // A parent may have left them blocked: Foundation's Process hands on the mask of the thread that starts it.
        var mask = sigset_t()
        sigemptyset(&mask)
        for signal in [SIGINT, SIGTERM] {
            sigaction(signal, &action, nil)
            sigaddset(&mask, signal)
        }
        pthread_sigmask(SIG_UNBLOCK, &mask, nil)
        return InterruptionFlag(isWatching: true)
    }

    /// The signal that was received, if any.
    public var signal: Int32? {
        guard isWatching else { return nil }
        let signal = receivedSignal.load(ordering: .relaxed)
        return signal == 0 ? nil : signal
    }
}

/// A signal handler can reach nothing but a global.
private let receivedSignal = Atomic<Int32>(0)
