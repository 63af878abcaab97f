import Foundation
import Reports
import Testing

@Suite("Writing the report")
struct PageFileTests {
    private let folder = NSTemporaryDirectory() + "reports-\(UUID().uuidString)"
    private let content = ReportContent(title: "Bare", pipeline: "p", created: "c", version: "v")

    @Test("makes the folder, replaces the old page, and leaves nothing beside it")
    func writes() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/report/index.html"
        try ReportPage.write(SampleContent.full(), to: path)
        try ReportPage.write(content, to: path)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == ReportPage.html(content))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/report") == ["index.html"])
    }

    @Test("says which path and which call failed, and what to do")
    func fails() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder + "/index.html", withIntermediateDirectories: true)
        let path = folder + "/index.html"
        let error = try #require(throws: ReportError.self) { try ReportPage.write(content, to: path) }
        #expect(error == .notWritten(path: path, call: "rename", reason: "Is a directory"))
        #expect(error.description.contains(path) && error.description.contains("run the report stage again"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["index.html"])
    }

    @Test("fails where the folder cannot be made")
    func folderIsAFile() throws {
        try Data().write(to: URL(fileURLWithPath: folder))
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let error = try #require(throws: ReportError.self) { try ReportPage.write(content, to: folder + "/report/index.html") }
        guard case .notWritten(let path, "making its folder", let reason) = error else { Issue.record("\(error)"); return }
        #expect(path == folder + "/report/index.html" && !reason.isEmpty)
    }
}
