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

/// Set by the first SIGINT or SIGTERM; a second one ends the process at once, and so does the time: what has not ended
/// ``InterruptionFlag/patience`` seconds after the first, such as the decomposition of a large matrix, is not waited for.
///
/// Databases commit by transaction and files are renamed into place, so an end at any moment loses only work in hand.
public struct InterruptionFlag: Sendable {
    private let isWatching: Bool

    /// Seconds that a run may take to end by itself. A clip in hand has three of them.
    public static let patience: UInt32 = 4

    /// A flag that is never set: for tests and for calls that cannot be interrupted.
    public static let never = InterruptionFlag(isWatching: false)

    /// Installs the process's handlers and gives the flag they set. For the thread that does the work, before it starts others.
    public static func watchingSignals() -> InterruptionFlag {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { signal in
            // Only async-signal-safe calls in handlers: an atomic exchange, alarm, write and _exit.
            if receivedSignal.exchange(signal, ordering: .relaxed) != 0 { _exit(128 + signal) }
            alarm(Self.patience)
        }
        var alarmAction = sigaction()
        alarmAction.__sigaction_handler.sa_handler = { _ in
            _ = write(STDERR_FILENO, lateNotice.utf8Start, lateNotice.utf8CodeUnitCount)
            _exit(128 + receivedSignal.load(ordering: .relaxed))
        }
        sigaction(SIGALRM, &alarmAction, nil)
        for signal in [SIGINT, SIGTERM] { sigaction(signal, &action, nil) }
        receiveOnOneThread([SIGINT, SIGTERM, SIGALRM])
        return InterruptionFlag(isWatching: true)
    }

    /// Leaves signals to a thread that does nothing else; blocks them in the calling thread and in those that it starts from now on.
    ///
    /// oneDNN 2.6.3's generated matrix products may set the stack pointer to a buffer on the heap (jit_avx512_common_gemm_f32,
    /// `buffer_in_ws`): the frame of a handler that interrupts one overwrites what lies below that buffer.
    private static func receiveOnOneThread(_ signals: [Int32]) {
        // Not the mask as it is: a parent may have left them blocked, as Foundation's Process hands on the mask of its thread.
        var mask = sigset_t()
        sigemptyset(&mask)
        for signal in signals { sigaddset(&mask, signal) }
        pthread_sigmask(SIG_BLOCK, &mask, nil)
        Thread.detachNewThread { [mask] in
            var mask = mask
            pthread_sigmask(SIG_UNBLOCK, &mask, nil)
            while true { pause() }
        }
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
private let lateNotice: StaticString = "aadml: stopped; what was in hand took too long to end and is dropped, the next run goes on from here\n"
