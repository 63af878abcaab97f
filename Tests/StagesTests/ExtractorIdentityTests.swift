import Extractors
import Settings
@testable import Stages
import Store
import Testing
import Workflow

/// What features are kept under.
@Suite struct ExtractorIdentityTests {
    private let scratch = Scratch()

    private func identities(_ audio: String, _ visual: String) throws -> [ExtractorIdentity] {
        let yaml = """
            name: n
            workspace: \(scratch.file("w"))
            features: f.npz
            extract: {audio: {weights: {synthesize: 1}\(audio)}, visual: {weights: {synthesize: 1}\(visual)}}
            """
        let settings = try PipelineSettings(text: yaml, named: "p.yaml")
        return try ExtractorIdentity.all(settings.extract, settings.decode, try Catalogue(path: scratch.file("catalogue.sqlite")))
    }

    /// Caches of versions without these settings stay good: with the defaults the ingredients are the ones they had.
    @Test func theUsualTapsAreNoIngredient() throws {
        for usual in [try identities("", ""), try identities(", tap: relu, too_short: fail", ", tap: Mixed_7c")] {
            #expect(usual.map(\.network) == ["vggish", "inception-v3/tf2015"])
            #expect(usual.map { $0.fingerprint.ingredients.map(\.name) } == [
                ["version", "network", "weights", "hop", "waveform", "limits", "algorithms", "precision"],
                ["version", "network", "weights", "frames_per_second", "limits", "algorithms", "precision"],
            ])
        }
        #expect(try identities("", "").map(\.digest) == identities("", ", tap: Mixed_7c").map(\.digest))
    }

    @Test func otherTapsAreOtherFeatures() throws {
        let kinds: [(String, String)] = [
            ("", ""), (", tap: pre-activation", ", tap: Mixed_6e"), (", too_short: pad", ", tap: Mixed_6d"), (", hop: 0.48", ", variant: slim2016"),
            (", tap: pre-activation, too_short: pad", ", variant: slim2016, tap: Mixed_6e"),
        ]
        let all = try kinds.map(identities)
        #expect(Set(all.map { $0[0].digest }).count == kinds.count && Set(all.map { $0[1].digest }).count == kinds.count)
        #expect(all[1].map(\.network) == ["vggish/pre-activation", "inception-v3/tf2015/Mixed_6e"])
        #expect(all[1][1].fingerprint.ingredients.contains { $0.name == "tap" && $0.value == "Mixed_6e" })
    }

    @Test func aMisspeltTapNamesTheNearest() throws {
        let error = #expect(throws: SettingsError.self) { try identities("", ", tap: mixed_6e") }
        #expect(error?.description.hasSuffix("did you mean 'Mixed_6e'?") == true, "\(String(describing: error))")
    }
}
