import ArrayFiles
import Extractors
import Tensors
import Testing
import Weights

/// Features of the inner blocks.
@Suite(.serialized) struct InceptionTapTests {
    private static let weights = InceptionV3Tests.weights(.slim2016)

    private static func network(_ tap: InceptionTap, _ weights: TensorDictionary = weights) throws -> InceptionV3 {
        try InceptionV3(weights: weights, named: "synthesized", variant: .slim2016, tap: tap, precision: .float32)
    }

    /// Means over positions of the blocks of Keras's network, one of each kind, in double precision; Tests/References/networks_keras.py.
    /// `pool` and the last block are ``InceptionV3Tests``'.
    @Test(arguments: [InceptionTap.mixed5d, .mixed6a, .mixed6e, .mixed7a, .mixed7b]) func agreesWithKeras(tap: InceptionTap) throws {
        let golden = try NetworkGolden.read("slim2016")
        try #require(golden.wasMade(with: Self.weights))
        let network = try Self.network(tap)
        let rows = try network.makeSession().embed(NetworkGolden.pattern(2 * InceptionV3Tests.size), count: 2)
        #expect(rows.columns == network.embeddingWidth)
        let expected = try #require(golden.taps?[tap.rawValue])
        #expect(expected[0].count == (network.embeddingWidth + 7) / 8)
        let kept = Matrix((0..<2).map { row in stride(from: 0, to: rows.columns, by: 8).map { rows.row(row)[rows.row(row).startIndex + $0] } })
        #expect(NetworkGolden.relativeError(kept, expected) < 1e-4)
    }

    /// Layers behind the tap are neither listed nor computed: those of the list are all that have an effect.
    @Test func layersBehindTheTapAreLeftOut() throws {
        let table = InceptionV3.algorithmTable(.slim2016, .float32, tap: .mixed5b).split(separator: "\n")
        #expect(table.count == 1 + 5 + 7)
        #expect(table.last?.hasPrefix("Mixed_5b.branch_pool ") == true)
        #expect(InceptionV3.algorithmTable(.tf2015, .float32, tap: .mixed7c) == InceptionV3.algorithmTable(.tf2015, .float32))
        var changed = Self.weights
        changed.tensors["Mixed_5c.branch1x1.bn.bias"] = Tensor(shape: [64], values: [Float](repeating: 9, count: 64))
        let picture = NetworkGolden.pattern(InceptionV3Tests.size)
        let rows = try Self.network(.mixed5b).makeSession().embed(picture, count: 1)
        #expect(try Self.network(.mixed5b, changed).makeSession().embed(picture, count: 1) == rows)
        #expect(try Self.network(.mixed5c, changed).makeSession().embed(picture, count: 1) != Self.network(.mixed5c).makeSession().embed(picture, count: 1))
    }

    /// Every tap ends with the block of its name, each with more layers than the one before.
    @Test func tapsAreTheBlocksOfTheirNames() {
        var layers = 5
        for tap in InceptionTap.allCases.dropFirst() {
            let table = InceptionV3.algorithmTable(.tf2015, .float32, tap: tap).split(separator: "\n").dropFirst()
            let own = table.count { $0.hasPrefix(tap.rawValue + ".") }
            #expect(own > 0 && table.count == layers + own && table.last?.hasPrefix(tap.rawValue + ".") == true, "\(tap)")
            layers = table.count
        }
        #expect(layers == 94)
    }

    @Test func aClipsRowsHaveTheTapsWidth() throws {
        let embedder = try FrameEmbedder<String>(network: Self.network(.mixed5c), framesPerSecond: 1)
        for number in 0..<9 { try embedder.append(FrameEmbedderTests.frame(number)) }
        try embedder.finish("clip")
        let rows = try #require(embedder.takeFinished().first).rows.rows
        #expect(rows.rows == 9 && rows.columns == 288)
        #expect(Set((0..<9).map { Array(rows.row($0)) }).count == 9)
    }

    @Test func namesTellTheTapWhereItIsNotTheUsualOne() {
        #expect(InceptionV3.name(.tf2015, .pool) == "inception-v3/tf2015" && InceptionV3.name(.tf2015, .mixed7c) == "inception-v3/tf2015")
        #expect(InceptionV3.name(.slim2016, .mixed6e) == "inception-v3/slim2016/Mixed_6e")
        #expect(VGGish.name(.relu) == "vggish" && VGGish.name(.preActivation) == "vggish/pre-activation")
    }
}
