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
        #expect(said.hasPrefix("\(workspace): another run is at work there (process \(ProcessInfo.processInfo.processIdentifier) on "))
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

    @Test func aMissingWorkspaceCannotBeLocked() {
        #expect(throws: WorkflowError.cannotWrite(path: workspace + "/none/lock", reason: "No such file or directory")) {
            _ = try WorkspaceLock(workspace: workspace + "/none")
        }
    }
}
