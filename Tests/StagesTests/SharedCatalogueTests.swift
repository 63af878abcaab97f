import Clips
@testable import Stages
import Store
import Testing
import Workflow

/// Runs of one workspace share the catalogue's samples, whatever split each of them wants.
@Suite struct SharedCatalogueTests {
    @Test func aRunAfterOneWithAnotherSplitTakesItsOwnSamplesBack() throws {
        let scratch = Scratch()
        for index in 0..<12 { try scratch.write("sound \(index)", to: "clips/class\(index % 2)/\(index).wav") }
        func run(_ name: String, seed: Int) throws -> PipelineRun {
            try PipelineRun(scratch, """
                name: \(name)
                workspace: \(scratch.file("w"))
                until: ingest
                dataset: {layout: folder, sources: [\(scratch.file("clips"))], split: {ratio: [0.5, 0, 0.5], seed: \(seed)}}
                """, file: "\(name).yaml")
        }
        func parts(_ run: PipelineRun) throws -> [String] { try run.pipeline().catalogue.samples().map { "\($0.id) \($0.split?.rawValue ?? "")" } }
        let one = try run("one", seed: 1), two = try run("two", seed: 2)
        try one.run()
        let first = try parts(one)
        try two.run()
        #expect(try parts(two) != first)
        let again = try one.run()
        #expect(again.ran["ingest"] == "the catalogue holds the samples of other settings")
        #expect(try parts(one) == first)
        #expect(try one.run().ran.isEmpty)
    }
}
