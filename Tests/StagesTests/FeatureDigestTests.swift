import Checkpoints
import Extractors
import Foundation
import Settings
@testable import Stages
import Store
import Testing
import Workflow

/// The digests under which version 0.1 stored features. A workspace of that version is a cache for this one only as long as they
/// come out the same: a changed digest extracts every clip of every user again.
@Suite struct FeatureDigestTests {
    private let scratch = Scratch()

    /// A table that computes every layer directly, on every machine.
    private func directTable() throws -> String {
        let vggish = VGGish.manifest().entries.map(\.name).filter { $0.hasPrefix("features.") && $0.hasSuffix(".weight") }.map { $0.dropLast(7) }
        let inception = InceptionV3.manifest(.tf2015).entries.map(\.name).filter { $0.hasSuffix(".conv.weight") }.map { $0.dropLast(12) }
        #expect(vggish.count == 6 && inception.count == 94)
        let networks = ["vggish": vggish, "inception-v3": inception].mapValues { layers in
            Dictionary(uniqueKeysWithValues: layers.map { (String($0), "direct") })
        }
        let path = scratch.file("direct.json")
        try JSONSerialization.data(withJSONObject: ["machine": "any", "networks": networks]).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func identities(_ audio: String, _ visual: String, decode: String, precision: String) throws -> [ExtractorIdentity] {
        let yaml = """
            name: n
            workspace: \(scratch.file("w"))
            features: f.npz
            decode: {\(decode)}
            extract:
              precision: \(precision)
              algorithms: \(try directTable())
              audio: \(audio)
              visual: \(visual)
            """
        let settings = try PipelineSettings(text: yaml, named: "p.yaml")
        return try ExtractorIdentity.all(settings.extract, settings.decode, try Catalogue(path: scratch.file("catalogue.sqlite")))
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var audio = "none", visual = "none", decode = "", precision = "float32"
        let digests: [String]
        var testDescription: String { "\(audio) \(visual) \(decode) \(precision)" }
    }

    static let cases = [
        Case(audio: "{weights: {synthesize: 7}}", visual: "{weights: {synthesize: 7}}", digests: [
            "9465cfdecb5a55ddecc88cf2bfcea7bb8cb89ed89bb1adff2b8e0c0de8c65bb8",
            "914f1258bbc8d241c13c95cffa4d38e65c3857ad952f7a55bc5c04f1d8701847",
        ]),
        Case(
            audio: "{weights: {synthesize: 1}, tap: pre-activation, too_short: pad, hop: 0.48, batch: bulk}",
            visual: "{weights: {synthesize: 1}, variant: slim2016, tap: Mixed_6e}", decode: "frames_per_second: 2.5, max_clip_bytes: 1000000", digests: [
                "e7c5bbcb25ca9111b6af93ba7fc070447f287854e32659478e6248a3471fb9a8",
                "3437f5a9fb84cc47f82e6557d02ac2871fb3b28a847c07300a33411846c3111b",
            ]),
        Case(
            audio: "{weights: {synthesize: 0}, too_short: pad}", visual: "{weights: {synthesize: 0}, variant: torchvision}",
            decode: "max_seconds: 100, max_pixels: 1000000, persist: {sound: flac, frames: jpg, quality: 90}", digests: [
                "154beaade00975a6916c03df270fe3c108cf7f446a7557440295cffbc6724fb3",
                "7eeff4c9eeaa7d9101f9c0e7bca81748fae7e87d1139a4a333c5df9b1e71704d",
            ]),
        Case(visual: "{weights: {synthesize: 3}, tap: Mixed_7c}", precision: "bfloat16", digests: ["3dc09a641105b59bd717a63583705060f47ff524be824ac64599870448c9456e"]),
    ]

    @Test(arguments: cases) func areThoseOfVersion01(_ kind: Case) throws {
        let all = try identities(kind.audio, kind.visual, decode: kind.decode, precision: kind.precision)
        #expect(all.map(\.digest) == kind.digests, "\(all.map(\.fingerprint.ingredients))")
    }

    /// A resolved pipeline file lists the keys in the order in which version 0.1 did.
    @Test func theResolvedFileHasTheSameOrder() throws {
        let yaml = "name: n\nworkspace: w\nfeatures: f.npz\nextract: {audio: {weights: {synthesize: 1}}, visual: {weights: {synthesize: 2}, tap: Mixed_6e}}\n"
        let resolved = try PipelineSettings(text: yaml, named: "p.yaml").resolved["extract"]
        #expect(resolved?.yaml() == """
            precision: "float32"
            audio:
              network: "vggish"
              tap: "relu"
              weights:
                synthesize: 1
              hop: 0.96
              batch: "clip"
              too_short: "fail"
            visual:
              network: "inception-v3"
              variant: "tf2015"
              tap: "Mixed_6e"
              weights:
                synthesize: 2

            """)
    }
}
