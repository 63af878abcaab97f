@testable import Retrieval
import Settings
@testable import Stages
import Testing

/// What `evaluate:` may say.
@Suite struct EvaluateSettingsTests {
    private func settings(_ evaluate: String) throws -> EvaluateSettings {
        let yaml = "name: n\nworkspace: w\nfeatures: f.h5\nevaluate: \(evaluate)\n"
        return try PipelineSettings(SettingsFile(text: yaml, named: "p.yaml").root).evaluate
    }

    private func message(_ evaluate: String) throws -> String {
        let error = #expect(throws: SettingsError.self) { _ = try settings(evaluate) }
        return try #require(error).description
    }

    @Test func optionsAreOffByDefault() throws {
        let plain = try settings("{}")
        #expect(plain.rescorings.isEmpty)
        #expect(plain.averageWith.isEmpty)
    }

    @Test(arguments: [
        ("{proxies: train}", false), ("{proxies: gallery}", true), ("{rescore: csls}", true), ("{rescore: inverted-softmax}", true),
        ("{rerank: k-reciprocal}", true), ("{rerank: diffusion}", true), ("{proxies: train, rerank: diffusion}", true),
    ]) func onlyTrainingNeighboursAreInductive(evaluate: String, isTransductive: Bool) throws {
        let rescorings = try settings(evaluate).rescorings
        #expect(!rescorings.isEmpty && rescorings.contains { $0.isTransductive } == isTransductive)
    }

    @Test func valuesAreRead() throws {
        let softmax = try settings("{rescore: inverted-softmax, inverted_softmax: {inverse_temperature: 5, dynamic: true}}").rescorings
        let read = try #require(softmax.first as? InvertedSoftmax)
        #expect(read.inverseTemperature == 5 && read.isDynamic)
        let diffusion = try settings("{rerank: diffusion, diffusion: {neighbours: 7}}").rescorings
        #expect((diffusion.first as? Diffusion)?.neighbours == 7)
        let reciprocal = try #require(try settings("{rerank: k-reciprocal, k_reciprocal: {k1: 9}}").rescorings.first as? KReciprocal)
        #expect(reciprocal.k1 == 9 && reciprocal.k2 == 6)
    }

    @Test func whatDoesNotGoTogetherIsRefused() throws {
        #expect(try message("{rescore: csls, rerank: diffusion}").contains("'evaluate.rerank' is 'diffusion', expected 'none' beside 'rescore: csls'"))
        #expect(try message("{average_with: [other/model.safetensors]}").contains("unless 'score' is 'posterior'"))
        #expect(try message("{proxies: test}").contains("expected one of none, train, gallery"))
        #expect(try message("{csls: {neighbour: 3}}").contains("did you mean 'neighbours'?"))
    }
}
