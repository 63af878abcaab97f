import Foundation
import Kernels
import Testing

@Suite struct OpenMPThreadsTests {
    /// The limit is the thread's own: a new thread starts with the process's default again.
    @Test func limitBelongsToTheThread() async {
        let inner: (before: Int, after: Int) = await withCheckedContinuation { continuation in
            Thread {
                OpenMPThreads.limitCurrentThread(to: 3)
                Thread {
                    let before = OpenMPThreads.currentThreadLimit
                    OpenMPThreads.limitCurrentThread(to: 1)
                    continuation.resume(returning: (before, OpenMPThreads.currentThreadLimit))
                }.start()
            }.start()
        }
        #expect(inner.before != 3 || ProcessInfo.processInfo.activeProcessorCount == 3)
        #expect(inner.after == 1)
    }
}
