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
        try #require(#expect(throws: SettingsError.self) { _ = try settings(evaluate) }).description
    }

    @Test func optionsAreOffByDefault() throws {
        let settings = try settings("{}")
        #expect(RetrievalOptions(settings: settings.options).areOff)
        #expect(settings.averageWith.isEmpty)
    }

    @Test(arguments: [
        ("{proxies: train}", false), ("{proxies: gallery}", true), ("{rescore: csls}", true), ("{rescore: inverted-softmax}", true),
        ("{rerank: k-reciprocal}", true), ("{rerank: diffusion}", true), ("{proxies: train, rerank: diffusion}", true),
    ]) func onlyTrainingNeighboursAreInductive(evaluate: String, isTransductive: Bool) throws {
        let options = RetrievalOptions(settings: try settings(evaluate).options)
        #expect(!options.areOff && options.areTransductive == isTransductive)
    }

    @Test func valuesAreRead() throws {
        let options = try settings("{inverted_softmax: {inverse_temperature: 5, dynamic: true}, diffusion: {neighbours: 7}, k_reciprocal: {k1: 9}}").options
        #expect(options.inverseTemperature == 5 && options.isDynamic && options.diffusionNeighbours == 7 && options.k1 == 9 && options.k2 == 6)
    }

    @Test func whatDoesNotGoTogetherIsRefused() throws {
        #expect(try message("{rescore: csls, rerank: diffusion}").contains("'evaluate.rerank' is 'diffusion', expected 'none' beside 'rescore: csls'"))
        #expect(try message("{average_with: [other/model.safetensors]}").contains("unless 'score' is 'posterior'"))
        #expect(try message("{proxies: test}").contains("expected one of none, train, gallery"))
        #expect(try message("{csls: {neighbour: 3}}").contains("did you mean 'neighbours'?"))
    }
}
