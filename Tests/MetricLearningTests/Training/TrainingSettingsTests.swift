@testable import MetricLearning
import Settings
import Testing

@Suite struct TrainingSettingsTests {
    private func decode(_ text: String) throws -> (TrainingSettings, SettingsValue) {
        let root = try SettingsFile(text: text, named: "t.yaml").root
        return (try root.decode("train"), root.resolved)
    }

    private func message(_ text: String) -> String? {
        do {
            _ = try decode(text)
            return nil
        } catch { return "\(error)" }
    }

    @Test func defaultsAreResolved() throws {
        let (settings, resolved) = try decode("train: {}")
        #expect(settings.epochs == 100 && settings.batch == 400 && settings.learningRate == .auto && settings.proxy == ProxySettings())
        #expect(resolved["train"]?.canonical == """
            {"method": "aadml", "seed": 0, "loss": "triplet", "margin": 0.4, "mining": "all", "reducer": "non-zero-mean", \
            "supervision": "labels", "proxy": {"kind": "attention", \
            "combine": "residual", "graph": "batch", "k": 3, "symmetric": false, "same_class": false, "heads": 4}, \
            "pairings": ["audio-visual", "visual-audio", "audio-audio", "visual-visual"], "label_loss": "cross-entropy", \
            "hidden": 1024, "embedding": 64, "dropout": 0.1, "label_weight": 1, \
            "reconstruction_weight": 0.1, "epochs": 100, "batch": 400, "batches": {"kind": "shuffled"}, "optimiser": {"kind": "adam", \
            "beta1": 0.9, "beta2": 0.999, "weight_decay": 0}, "learning_rate": "auto", "schedule": {"kind": "constant", "warmup": 0}, \
            "select": "map", "patience": 10, "evaluate_every": 1, "gradient_clip": 0, "checkpoint_every": 5}
            """)
        // What was resolved reads back as the same settings.
        #expect(try decode(resolved.yaml()).1 == resolved)
    }

    @Test func learningRate() throws {
        #expect(try decode("train: {learning_rate: 0.01}").0.learningRate == .fixed(0.01))
        #expect(try decode("train: {learning_rate: auto}").0.learningRate == .auto)
        #expect(message("train: {learning_rate: fast}") == "t.yaml:1:24: 'train.learning_rate' is 'fast', expected 'auto' or a number")
        #expect(message("train: {learning_rate: -1}")?.contains("a number from") == true)
        #expect(LearningRate.auto.value(items: 4_999) == 3e-4 && LearningRate.auto.value(items: 5_000) == 1e-4)
    }

    @Test func mistakesAreNamed() {
        #expect(message("train: {margn: 0.4}") == "t.yaml:1:9: unknown key 'margn' in 'train'; did you mean 'margin'?")
        #expect(message("train: {loss: contrastive, margin: 0.4}")?.hasPrefix("t.yaml:1:28: unknown key 'margin' in 'train'") == true)
        #expect(message("train: {loss: tripet}")?.hasSuffix("did you mean 'triplet'?") == true)
        #expect(message("train: {embedding: 6}")
            == "t.yaml:1:8: an embedding of 6 cannot be split into 4 attention heads; choose proxy.heads to divide it")
        #expect(message("train: {pairings: [audio-visul]}")?.hasSuffix("did you mean 'audio-visual'?") == true)
        #expect(message("train: {pairings: [audio-visual, audio-visual]}")?.contains("at most once") == true)
        #expect(message("train: {pairings: []}") != nil)
        #expect(message("train: {batch: 3}") != nil)
    }

    @Test func methodsThatFusePairsAreRefusedWithTheReason() {
        #expect(message("train: {method: DCLMA}")?.hasPrefix(
            "t.yaml:1:17: 'DCLMA' embeds each item together with its paired one, which a query does not have") == true)
        #expect(message("train: {method: dcc}")?.hasSuffix("did you mean 'dcca'?") == true)
    }

    @Test func withoutLabelsTheEpochIsChosenWithoutThem() throws {
        #expect(try decode("train: {supervision: pairs}").0.selection == .instanceMRR)
        #expect(try decode("train: {supervision: pairs, select: map}").0.selection == .map)
        #expect(try decode("train: {method: clip}").0.selection == .instanceMRR)
    }

    @Test func trainingOnPairsUsesNoLabel() throws {
        let settings = try decode("train: {supervision: pairs, loss: contrastive}").0
        #expect(settings.pairings == [.audioVisual, .visualAudio] && settings.labelWeight == 0)
        #expect(message("train: {supervision: pairs, label_weight: 1}")?.contains("set label_weight to 0 or leave it out") == true)
        #expect(message("train: {supervision: pairs, label_weight: 0}") == nil)
        #expect(message("train: {supervision: pairs, pairings: [audio-audio]}")?.contains("has no positives") == true)
        #expect(message("train: {supervision: pairs, loss: proxy-anchor}")?.contains("needs classes") == true)
        #expect(message("train: {supervision: pairs, loss: complete-cross-triplet}")?.contains("needs classes") == true)
        #expect(message("train: {supervision: pairs, proxy: {same_class: true}}")?.contains("needs labels") == true)
    }

    @Test func lossesWithAComparisonOfTheirOwnHaveNoPairings() throws {
        for loss in ["proxy-anchor", "complete-cross-triplet"] {
            #expect(message("train: {loss: \(loss), pairings: [audio-visual]}")?.contains("leave pairings out") == true)
            #expect(try decode("train: {loss: \(loss)}").0.pairings.isEmpty)
        }
        #expect(try decode("train: {loss: complete-cross-triplet}").0.labelLoss == .oneHot)
        #expect(message("train: {loss: quadruplet, reducer: per-anchor}")?.contains("share distances") == true)
    }

    @Test func theControlIsOneChange() throws {
        let text = "train: {proxy: {kind: attention, combine: residual, graph: batch, k: 3, heads: 4}}"
        let root = try SettingsFile(text: text, named: "t.yaml", overrides: ["train.proxy.kind=none"]).root
        #expect(try root.decode("train", as: TrainingSettings.self).proxy.kind == "none")
    }
}
