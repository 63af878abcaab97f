import Foundation
import Testing

/// Exports and imports on a disk that stops taking writes: a clear error, nothing half written that counts as whole,
/// and repeating it works.
@Suite(.enabled(if: FaultInjector.library != nil, "no C compiler to build the fault injector with")) struct ExportFaultTests {
    private let folder: String
    private let tool: CommandLineTool

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "aadml-\(UUID().uuidString)").path
        for name in ["", "/whole", "/out"] { try FileManager.default.createDirectory(atPath: folder + name, withIntermediateDirectories: true) }
        tool = CommandLineTool(folder: folder)
    }

    /// A file of the field, five clips in the marked layout.
    private let field = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("ArrayFilesTests/Golden/markers_texts.h5").path

    /// At the first, a middle and the last write, which names the file.
    @Test(arguments: FeaturesCommandTests.formats) func anExportThatCannotBeWrittenLeavesNothing(format: String, path: String) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try #require(try features("import", field, "--into", "w").code == 0)
        let counting = try injector(ENOSPC, from: .max, on: "/whole/")
        #expect(try features("export", "w", "--to", "\(folder)/whole/\(path)", "--format", format, meeting: counting).code == 0)
        let calls = counting.count
        #expect(calls > 5, "the injector sees \(calls) calls")
        for (first, code) in zip([0, calls / 4, calls / 2, calls - 1], [EROFS, EDQUOT, ENOSPC, EIO]) {
            let failing = try injector(code, from: first, on: "/out/")
            let broken = try features("export", "w", "--to", "\(folder)/out/\(path)", "--format", format, meeting: failing)
            let what = "\(format), write \(first) of \(calls), \(String(cString: strerror(code)))"
            #expect(failing.count > first && broken.code == 1 && broken.tellsOfTheDisk("out/\(path)"), "\(what): \(broken.code), \(broken.errors)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/out") == [], "\(what): something is left")
        }
        #expect(try features("export", "w", "--to", "\(folder)/out/\(path)", "--format", format).code == 0)
        let compared = try features("compare", "whole/\(path)", "out/\(path)")
        #expect(compared.code == 0 && compared.output.contains("audio: 5 clips"), "\(compared.errors)")
    }

    /// Half an import has no samples: it cannot be trained on or exported, and the next import completes it.
    @Test func anImportThatCannotBeWrittenIsNoWorkspaceYet() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let counting = try injector(ENOSPC, from: .max, on: "/whole/")
        #expect(try features("import", field, "--into", "\(folder)/whole", meeting: counting).code == 0)
        let calls = counting.count
        for (moment, code) in [EROFS, EDQUOT, ENOSPC, EIO].enumerated() {
            let workspace = "w\(moment)", first = moment * calls / 5
            let failing = try injector(code, from: first, on: "/\(workspace)")
            let broken = try features("import", field, "--into", "\(folder)/\(workspace)", meeting: failing)
            let what = "write \(first) of \(calls), \(String(cString: strerror(code)))"
            #expect(failing.count > first && broken.code == 1 && broken.tellsOfTheDisk("/\(workspace)"), "\(what): \(broken.code), \(broken.errors)")
            #expect(!broken.errors.contains("Error Domain"), "\(what): \(broken.errors)")
            #expect(try features("export", workspace, "--to", "half-\(moment).npz", "--format", "npz").code == 1, "\(what): half of it is exported")
            let again = try features("import", field, "--into", workspace)
            #expect(again.code == 0, "\(what): \(again.errors)")
            let compared = try features("compare", field, workspace)
            #expect(compared.code == 0 && compared.output.contains("audio: 5 clips"), "\(what): \(compared.errors)")
            #expect(compared.output.contains("largest difference 0\n"), "\(what): \(compared.output)")
        }
    }

    @Test(arguments: [0, 0.5, 0.9]) func anImportedTableThatCannotBeWrittenLeavesNothing(share: Double) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let counting = try injector(ENOSPC, from: .max, on: "/whole")
        #expect(try features("import", field, "--to", "\(folder)/whole.safetensors", meeting: counting).code == 0)
        let failing = try injector(ENOSPC, from: Int(share * Double(counting.count)), on: "/table")
        let broken = try features("import", field, "--to", "\(folder)/table.safetensors", meeting: failing)
        #expect(broken.code == 1 && broken.tellsOfTheDisk("table.safetensors"), "\(broken.code): \(broken.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("table") } == [])
    }

    private func features(_ arguments: String..., meeting injector: FaultInjector? = nil) throws -> CommandLineTool.Outcome {
        try tool.run(["features"] + arguments, environment: injector?.environment ?? [:])
    }

    private func injector(_ code: Int32, from first: Int, on part: String) throws -> FaultInjector {
        try FaultInjector(.write, code, from: first, on: part, in: folder)
    }
}
