import Extractors
import Features
import Foundation
import Settings
import Testing

@testable import Stages

/// How `post:` is spelled, and what is refused.
@Suite struct PostProcessingTests {
    private let scratch = Scratch()

    private func settings(_ audio: String) throws -> PostProcessing.Choice {
        let file = try scratch.write("name: n\nworkspace: w\nfeatures: f.npz\nassemble: {audio: {post: \(audio)}}\n", to: "p.yaml")
        return try PipelineSettings(path: file).assemble.audio.post
    }

    @Test func everySpellingIsRead() throws {
        #expect(try settings("none") == .none)
        #expect(try settings("{pca: 64}") == .principalComponents(64))
        #expect(try settings("{pca: /x/transform.safetensors}") == .savedComponents(path: "/x/transform.safetensors"))
        guard case .published(let audioset) = try settings("audioset") else { Issue.record("not published"); return }
        #expect(audioset.path.hasSuffix("/Data/weights/vggish_pca_params.npz") && audioset.quantizer?.rounding == .truncate && !audioset.isForced)
        guard case .published(let youtube) = try settings("{youtube8m: /y.tgz, quantize: none, force: true}") else { Issue.record("not published"); return }
        #expect(youtube.path == "/y.tgz" && youtube.quantizer == nil && youtube.isForced && youtube.kind == .youtube8m)
    }

    @Test(arguments: ["audioset2", "[1]", "{audioset: /x, quantise: none}", "{audioset: /x, quantize: floor}", "{pca: 0}"])
    func whatIsMisspeltIsRefused(spelling: String) {
        #expect(throws: SettingsError.self) { try settings(spelling) }
    }

    /// A resolved file means what the short one did.
    @Test func theResolvedSpellingIsTheSame() throws {
        let file = try scratch.write("name: n\nworkspace: w\nfeatures: f.npz\nassemble: {audio: {post: audioset}}\n", to: "p.yaml")
        let once = try PipelineSettings(path: file)
        let again = try PipelineSettings(path: try scratch.write(once.resolved.yaml(), to: "resolved.yaml"))
        #expect(again.assemble.audio.post == once.assemble.audio.post)
    }
}
