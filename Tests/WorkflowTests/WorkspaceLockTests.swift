import Foundation
import Testing
import Workflow

@Suite final class WorkspaceLockTests {
    let workspace = FileManager.default.temporaryDirectory.appending(path: "lock-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: workspace, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: workspace) }

    private func refusal() -> String {
        do {
            _ = try WorkspaceLock(workspace: workspace)
            return "free"
        } catch {
            return "\(error)"
        }
    }

    @Test func aSecondHolderIsToldWhoTheFirstIs() throws {
        let lock = try WorkspaceLock(workspace: workspace)
        let said = refusal()
        #expect(said.hasPrefix("\(workspace): another run is at work there (process \(ProcessInfo.processInfo.processIdentifier) of "))
        #expect(said.contains(" since 20") && said.hasSuffix("Z); wait for it, stop it, or use another workspace"))
        _ = consume lock
        #expect(refusal() == "free")
    }

    @Test func aHolderThatHasNotWrittenItsNameYetIsNotNamed() throws {
        let lock = try WorkspaceLock(workspace: workspace)
        truncate(workspace + "/lock", 0)
        #expect(refusal().contains("(it has not said which)"))
        _ = consume lock
    }

    @Test func aFileLeftByAKilledRunIsNoLock() throws {
        try Data("process 1 on a machine long gone since 1999 and some more text that must not remain\n".utf8)
            .write(to: URL(fileURLWithPath: workspace + "/lock"))
        let lock = try WorkspaceLock(workspace: workspace)
        #expect(!(try String(contentsOfFile: workspace + "/lock", encoding: .utf8)).contains("1999"))
        #expect(!refusal().contains("must not remain"))
        _ = consume lock
    }

    /// As on a network file system whose locks hold on one machine only.
    private func leave(boot: String, touched seconds: Double) throws {
        let holder = LockHolder(user: "ada", process: 77, host: "node7", boot: boot, since: "2026-01-01T00:00:00Z")
        try JSONEncoder().encode(holder).write(to: URL(fileURLWithPath: workspace + "/lock"))
        try FileManager.default.setAttributes([.modificationDate: Date.now.addingTimeInterval(-seconds)], ofItemAtPath: workspace + "/lock")
    }

    @Test func aHolderOnAnotherMachineIsBelievedWhileItGivesSignsOfLife() throws {
        try leave(boot: "another", touched: 30)
        let said = refusal()
        #expect(said.contains("another run is at work there (process 77 of ada on node7 since 2026-01-01T00:00:00Z, whose last sign of life is "), "\(said)")
        #expect(said.contains("120 s after it the lock counts as left behind"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: workspace) == ["lock"])
        try leave(boot: "another", touched: 200)
        let lock = try WorkspaceLock(workspace: workspace)
        #expect(lock.leftBy?.host == "node7")
        _ = consume lock
    }

    @Test func aHolderOnThisMachineThatIsGoneIsNamed() throws {
        let boot = try String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        try leave(boot: boot, touched: 0)
        let lock = try WorkspaceLock(workspace: workspace)
        #expect(lock.leftBy?.process == 77)
        _ = consume lock
        let next = try WorkspaceLock(workspace: workspace)
        #expect(next.leftBy == nil, "it was given back")
        _ = consume next
    }

    @Test func removingTheFileByHandDoesNotLetTwoIn() throws {
        let lock = try WorkspaceLock(workspace: workspace)
        unlink(workspace + "/lock")
        let other = try WorkspaceLock(workspace: workspace)   // whoever removes a lock gets what they asked for
        #expect(refusal().contains("another run is at work there"))
        _ = consume other
        _ = consume lock
    }

    @Test func aMissingWorkspaceCannotBeLocked() {
        #expect(throws: WorkflowError.cannotWrite(path: workspace + "/none/lock", reason: "No such file or directory")) {
            _ = try WorkspaceLock(workspace: workspace + "/none")
        }
    }
}
