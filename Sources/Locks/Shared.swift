#if SANITIZED
import Foundation
#else
import Synchronization
#endif

/// A value that worker threads read and change under one lock.
public final class Shared<Value: Sendable>: Sendable {
    #if SANITIZED   // thread sanitizer knows the locks of pthread alone (Tests/sanitize.sh)
    private let lock = NSLock()
    nonisolated(unsafe) private var guarded: Value

    public init(_ value: Value) { guarded = value }

    public func change<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        lock.lock()
        defer { lock.unlock() }
        return try body(&guarded)
    }
    #else
    private let mutex: Mutex<Value>

    public init(_ value: Value) { mutex = Mutex(value) }

    public func change<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        try mutex.withLock { value in try body(&value) }
    }
    #endif

    public var value: Value { change { $0 } }
}
