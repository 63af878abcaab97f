import Foundation
import Locks
import Testing
import Workflow

@Suite(.timeLimit(.minutes(1))) struct WorkerPoolTests {
    struct Broken: Error, Equatable { let item: Int }

    @Test(arguments: [(1, 1), (1, 8), (4, 1), (4, 3), (8, 100)]) func everyItemIsDoneOnce(workers: Int, capacity: Int) throws {
        let done = Shared<[Int]>([])
        try WorkerPool.run(
            workers: workers, capacity: capacity, makeWorker: {}, work: { _, item in done.change { $0.append(item) } },
            produce: { put in
                for item in 0..<1000 { #expect(put(item)) }
            })
        #expect(done.value.sorted() == Array(0..<1000))
    }

    @Test func oneWorkerKeepsTheOrder() throws {
        let done = Shared<[Int]>([])
        try WorkerPool.run(
            workers: 1, capacity: 4, makeWorker: {}, work: { _, item in done.change { $0.append(item) } },
            produce: { put in for item in 0..<100 { _ = put(item) } })
        #expect(done.value == Array(0..<100))
    }

    @Test func withoutItemsItEnds() throws {
        try WorkerPool.run(workers: 3, capacity: 1, makeWorker: {}, work: { (_: inout (), _: Int) in }, produce: { _ in })
    }

    /// Of the items put and not done, each worker holds one and the queue at most `capacity`.
    @Test(arguments: [(1, 1), (2, 3)]) func theQueueIsBounded(workers: Int, capacity: Int) throws {
        let taken = Shared(0), most = Shared(0)
        try WorkerPool.run(
            workers: workers, capacity: capacity, makeWorker: {},
            work: { _, _ in
                taken.change { $0 += 1 }
                Thread.sleep(forTimeInterval: 0.001)
            },
            produce: { put in
                for item in 1...200 {
                    _ = put(item)
                    // `taken` only grows after this: what is counted waiting may be too much by the workers' own items.
                    let waiting = item - taken.value
                    most.change { $0 = max($0, waiting) }
                }
            })
        #expect(most.value <= capacity + workers)
        #expect(most.value >= capacity)
    }

    @Test func eachWorkerIsAThreadWithAStateOfItsOwn() throws {
        final class Desk { let thread = Thread.current; var items = 0 }
        let threads = Shared<Set<ObjectIdentifier>>([]), strays = Shared(0)
        let meeting = DispatchSemaphore(value: 0)
        try WorkerPool.run(
            workers: 4, capacity: 4, makeWorker: { Desk() },
            work: { desk, _ in
                desk.items += 1
                if desk.items > 1 || desk.thread !== Thread.current || Thread.current.isMainThread { strays.change { $0 += 1 } }
                // All four must be at work at once: each waits until the last one lets everybody go.
                if threads.change({ $0.insert(ObjectIdentifier(Thread.current)); return $0.count }) == 4 {
                    for _ in 0..<4 { meeting.signal() }
                }
                meeting.wait()
            },
            produce: { put in for item in 0..<4 { _ = put(item) } })
        #expect(threads.value.count == 4)
        #expect(strays.value == 0)
    }

    @Test func aWorkersErrorEndsTheRunAndReleasesTheProducer() {
        let put = Shared(0)
        #expect(throws: Broken(item: 5)) {
            try WorkerPool.run(
                workers: 1, capacity: 2, makeWorker: {}, work: { _, item in if item >= 5 { throw Broken(item: item) } },
                produce: { hand in
                    var item = 0
                    while hand(item) { item += 1 }   // for ever, unless it is told to stop
                    put.change { $0 = item }
                })
        }
        #expect((6...8).contains(put.value))
    }

    @Test func theFirstErrorWinsAndOthersFinishTheirItem() {
        let finished = Shared(false)
        let bothAtWork = DispatchSemaphore(value: 0), failed = DispatchSemaphore(value: 0)
        #expect(throws: Broken(item: 0)) {
            try WorkerPool.run(
                workers: 2, capacity: 2, makeWorker: {},
                work: { _, item in
                    if item == 0 {
                        bothAtWork.wait()
                        defer { failed.signal() }
                        throw Broken(item: 0)
                    }
                    bothAtWork.signal()
                    failed.wait()
                    Thread.sleep(forTimeInterval: 0.05)
                    finished.change { $0 = true }
                    throw Broken(item: 1)
                },
                produce: { put in for item in 0..<2 { _ = put(item) } })
        }
        #expect(finished.value)
    }

    @Test func aWorkerThatCannotBeMadeIsTheRunsError() {
        #expect(throws: Broken(item: -1)) {
            try WorkerPool.run(
                workers: 2, capacity: 1, makeWorker: { throw Broken(item: -1) }, work: { (_: inout (), _: Int) in },
                produce: { put in while put(0) {} })
        }
    }

    @Test func noWorkersAreAProgrammersMistake() async {
        await #expect(processExitsWith: .failure) {
            try WorkerPool.run(workers: 0, capacity: 1, makeWorker: {}, work: { (_: inout (), _: Int) in }, produce: { _ in })
        }
    }

    @Test func aProducersErrorEndsTheRun() {
        #expect(throws: Broken(item: 9)) {
            try WorkerPool.run(
                workers: 2, capacity: 1, makeWorker: {}, work: { (_: inout (), _: Int) in },
                produce: { put in
                    _ = put(1)
                    throw Broken(item: 9)
                })
        }
    }
}
