import Locks
import Testing

@Suite struct SharedTests {
    @Test func changesFromManyThreadsAllCount() async {
        let count = Shared(0)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { for _ in 0..<1000 { count.change { $0 += 1 } } } }
        }
        #expect(count.value == 8000)
    }
}
