import Dispatch
import Foundation
import Synchronization

/// Hands items from one producer to a fixed number of dedicated threads through a bounded queue.
///
/// Threads rather than tasks: each worker sets its thread's OpenMP count, owns a decoder and an arena, and computes
/// for seconds without suspending. At most `capacity` items wait at a time, which bounds the memory in hand.
public enum WorkerPool {
    /// Runs `produce` on the calling thread and `work` on `workers` threads until every item is done.
    ///
    /// - Parameters:
    ///   - makeWorker: makes a worker's own state, on its thread.
    ///   - finish: called on each worker's thread when there is nothing more to do, and also after a failure, so that what
    ///     a worker holds back is not lost.
    ///   - produce: calls its argument with each item; it blocks while the queue is full, and answers false once a
    ///     worker has failed, when the producer should return.
    /// - Throws: the first error of a worker or the producer; the others are let finish their item first.
    public static func run<Item: Sendable, Worker>(
        workers: Int, capacity: Int,
        makeWorker: @escaping @Sendable () throws -> Worker,
        work: @escaping @Sendable (inout Worker, Item) throws -> Void,
        finish: @escaping @Sendable (inout Worker) throws -> Void = { _ in },
        produce: ((Item) -> Bool) throws -> Void
    ) throws {
        precondition(workers > 0, "\(workers) workers would never empty the queue")
        let queue = BoundedQueue<Item>(capacity: capacity)
        let threads = (0..<workers).map { _ in
            WorkerThread {
                do {
                    var worker = try makeWorker()
                    do {
                        while let item = queue.take() { try work(&worker, item) }
                    } catch {
                        queue.fail(error)
                    }
                    try finish(&worker)
                } catch {
                    queue.fail(error)
                }
            }
        }
        do {
            try produce(queue.put)
            queue.close()
        } catch {
            queue.fail(error)
        }
        for thread in threads { thread.join() }
        if let failure = queue.failure { throw failure }
    }
}

/// A queue that blocks its producer when full and its consumers when empty.
///
/// `@unchecked Sendable`: everything mutable is read and written under `condition`.
private final class BoundedQueue<Item: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private let capacity: Int
    private var items: [Item] = []
    private var isClosed = false
    private var firstFailure: (any Error)?

    init(capacity: Int) { self.capacity = max(1, capacity) }

    var failure: (any Error)? {
        condition.lock()
        defer { condition.unlock() }
        return firstFailure
    }

    func put(_ item: Item) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        while items.count >= capacity && firstFailure == nil { condition.wait() }
        guard firstFailure == nil else { return false }
        items.append(item)
        condition.broadcast()
        return true
    }

    /// nil when there is nothing more to do.
    func take() -> Item? {
        condition.lock()
        defer { condition.unlock() }
        while items.isEmpty && !isClosed && firstFailure == nil { condition.wait() }
        guard firstFailure == nil, !items.isEmpty else { return nil }
        let item = items.removeFirst()
        condition.broadcast()
        return item
    }

    func close() {
        condition.lock()
        isClosed = true
        condition.broadcast()
        condition.unlock()
    }

    func fail(_ error: any Error) {
        condition.lock()
        if firstFailure == nil { firstFailure = error }
        items.removeAll()
        condition.broadcast()
        condition.unlock()
    }
}

/// A joinable thread with a stack large enough for decoders and networks.
private struct WorkerThread {
    private let finished = DispatchGroup()

    init(_ body: @escaping @Sendable () -> Void) {
        let finished = finished
        finished.enter()
        let thread = Thread {
            body()
            finished.leave()
        }
        thread.stackSize = 16 << 20
        thread.start()
    }

    func join() { finished.wait() }
}
