import Testing
import Workflow

@Suite struct EventFanOutTests {
    @Test func everySinkGetsEveryEventInOrder() {
        let first = Diary(), second = Diary()
        let sinks = EventFanOut([SpySink(diary: first), SpySink(diary: second)])
        sinks.emit(.notice("a"))
        sinks.emit(.stage("train", .upToDate))
        #expect(first.all == ["a", "train up to date"])
        #expect(second.all == first.all)
    }
}
