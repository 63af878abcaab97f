import Foundation
@testable import Stages
import Testing

/// Every pipeline and experiment file that is committed reads as what this program understands.
@Suite struct CommittedPipelinesTests {
    static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Pipelines")

    static let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }.filter { $0.hasSuffix(".yaml") }.sorted() ?? []

    @Test func theFilesAreFound() { #expect(Self.files.contains("demo.yaml") && Self.files.contains("experiments/digits.yaml")) }

    @Test(arguments: files) func aFileIsRead(_ file: String) throws {
        let path = Self.folder.appending(path: file).path
        if try ExperimentSettings.describes(path) {
            let experiment = try ExperimentSettings(path: path)
            #expect(experiment.name == (file as NSString).lastPathComponent.replacing(".yaml", with: ""))
            #expect(Set(experiment.cases.map(\.settings.name)).count == experiment.cases.count)
        } else {
            #expect(throws: Never.self) { try PipelineSettings(path: path) }
        }
    }
}
