import Checkpoints
import Clips
import Extractors
import Kernels
import Settings
import Testing
import Weights
import Workflow

/// Every network that is registered, by the same rules.
@Suite struct ExtractorRegistryTests {
    private static func settings(_ extractor: any FeatureExtractor.Type, _ yaml: String = "") throws -> any FeatureExtractor {
        let section = try SettingsFile(text: "network: \(extractor.name)\n\(yaml)\n", named: "p.yaml").root
        _ = try section.text("network")
        let settings = try extractor.init(from: section)
        try section.finish()
        return settings
    }

    @Test func namesAreUniqueAndInOrder() {
        let names = ExtractorRegistry.all.map { $0.name }
        #expect(names == Set(names).sorted() && names.allSatisfy { $0.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil })
        #expect(ExtractorRegistry.usual.map { $1.name } == ["vggish", "inception-v3"])
        #expect(ExtractorRegistry.usual.allSatisfy { $1.modality == $0 })
        #expect(Modality.allCases.flatMap(ExtractorRegistry.names).sorted() == names)
    }

    /// With its defaults a network looks for the weights that `weights fetch` writes.
    @Test func everyNetworkReadsItsSettings() throws {
        for extractor in ExtractorRegistry.all {
            let usual = try Self.settings(extractor)
            let first = try #require(extractor.variants.first)
            #expect(usual.manifest == first.manifest)
            let file = try #require(ExtractorRegistry.weightFile(of: first.network))
            guard case .file(let path) = usual.weights else {
                Issue.record("\(usual.weights)")
                continue
            }
            #expect(path.hasSuffix("/Data/weights/\(file)"))
            #expect(try Self.settings(extractor, "weights: {synthesize: 5}").weights == .synthesized(seed: 5))
            let error = #expect(throws: SettingsError.self) { try Self.settings(extractor, "weight: x") }
            #expect(error?.description.contains("did you mean 'weights'?") == true, "\(String(describing: error))")
        }
    }

    /// Commands name each set of weights, files have names of their own, and what is published can be imported.
    @Test func everyVariantCanBeFetchedAndImported() throws {
        let variants = ExtractorRegistry.variants
        #expect(Set(variants.map(\.name)).count == variants.count)
        #expect(Set(variants.map { ExtractorRegistry.weightFile(of: $0.network) }).count == variants.count)
        for variant in variants {
            #expect(try ExtractorRegistry.variant(named: variant.name).network == variant.network)
            #expect(try ExtractorRegistry.conventions(of: variant.network).allSatisfy { $0.manifest == variant.manifest })
        }
        #expect(ExtractorRegistry.weightFile(of: "inception-v3/tf2015") == "inception-v3.safetensors")
        #expect(ExtractorRegistry.weightFile(of: "inception-v3/slim2016") == "inception-v3-slim2016.safetensors")
        #expect(try ExtractorRegistry.conventions(of: "inception-v3").count == 4)
    }

    @Test func everythingPublishedHasAnAddressAndAName() {
        let published = ExtractorRegistry.published
        #expect(Set(published.map(\.name)).count == published.count && published.contains { $0.name == "yt8m-pca" })
        for weights in published {
            #expect(!weights.files.isEmpty, "\(weights.name)")
            for file in weights.files {
                #expect(file.address.hasPrefix("http") && file.name.contains("."))
                if case .prefix(let digits) = file.digest { #expect(file.name.contains("-\(digits).")) }
                if case .whole(let digits) = file.digest { #expect(digits.count == 64) }
            }
        }
    }

    /// A key that is left out has the same ingredients as one that is given its default, and every layer is in the table.
    @Test func everyNetworkTellsWhatMakesItsFeatures() throws {
        let arithmetic = Arithmetic(.float32), sampling = ClipSampling(framesPerSecond: 2, waveform: "resampled")
        for extractor in ExtractorRegistry.all {
            let settings = try Self.settings(extractor)
            #expect(settings.distinctions.isEmpty && !settings.samplingIngredients(sampling).isEmpty)
            let table = settings.algorithmTable(arithmetic)
            for layer in extractor.layers { #expect(table.contains("\n\(layer.name) ")) }
            #expect(table != settings.algorithmTable(Arithmetic(.bfloat16)))
        }
    }

    @Test func unknownNamesTellTheNearest() {
        let errors: [(ExtractorError?, String)] = [
            (#expect(throws: ExtractorError.self) { try ExtractorRegistry.named("vgish") }, "did you mean 'vggish'?"),
            (#expect(throws: ExtractorError.self) { try ExtractorRegistry.variant(named: "inception-v3-tf2016") }, "did you mean 'inception-v3-tf2015'?"),
            (#expect(throws: ExtractorError.self) { try ExtractorRegistry.conventions(of: "clip") }, "known are "),
        ]
        for (error, text) in errors { #expect(error?.description.contains(text) == true, "\(String(describing: error))") }
    }
}
