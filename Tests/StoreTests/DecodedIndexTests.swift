import Store
import Testing

@Suite struct DecodedIndexTests {
    private let folder: TemporaryFolder
    private let index: DecodedIndex

    init() throws {
        folder = try TemporaryFolder()
        index = try DecodedIndex(path: folder.file("index.sqlite"))
        try index.add(shard: "a.tar", size: 10, [record("1", ["audio", "visual"], "a.tar", "k1"), record("2", ["audio"], "a.tar", "k2")])
        try index.add(shard: "b.tar", size: 20, [record("3", ["visual"], "b.tar", "k1")])
    }

    private func record(_ sha256: String, _ recipes: [String], _ shard: String, _ key: String) -> DecodedRecord {
        DecodedRecord(sha256: sha256, recipes: recipes, place: DecodedPlace(shard: shard, key: key, digest: "digest of \(sha256)"))
    }

    @Test func clipsAreFoundByRecipeAndByShard() throws {
        #expect(try index.places(of: "audio").mapValues(\.key) == ["1": "k1", "2": "k2"])
        #expect(try index.places(of: "visual")["3"] == DecodedPlace(shard: "b.tar", key: "k1", digest: "digest of 3"))
        #expect(try index.places(of: "other").isEmpty)
        #expect(try index.shards() == ["a.tar": 10, "b.tar": 20])
        #expect(try index.clips(ofShard: "a.tar").mapValues(\.digest) == ["k1": "digest of 1", "k2": "digest of 2"])
    }

    @Test func aClipThatIsWrittenAgainStandsInItsNewPlace() throws {
        try index.add(shard: "c.tar", size: 5, [record("1", ["audio"], "c.tar", "k9")])
        #expect(try index.places(of: "audio")["1"]?.shard == "c.tar")
        #expect(try index.places(of: "visual")["1"]?.shard == "a.tar")
    }

    @Test func aDamagedClipAndALostShardAreForgotten() throws {
        #expect(try index.remove("1", ofShard: "a.tar").sorted() == ["audio", "visual"])
        #expect(try index.places(of: "audio").keys.sorted() == ["2"])
        try index.remove(shard: "a.tar")
        #expect(try index.places(of: "audio").isEmpty && index.places(of: "visual").keys.sorted() == ["3"])
        #expect(try index.shards() == ["b.tar": 20])
    }

    @Test func refusalsAreKeptUntilTheyAreForgotten() throws {
        try index.refuse("4", recipe: "audio", reason: "too_large")
        try index.refuse("5", recipe: "audio", reason: "decoder_died")
        #expect(try index.refusals(of: "audio") == ["4", "5"] && index.refusals(of: "visual").isEmpty)
        try index.forgetRefusals(of: "audio", reason: "decoder_died")
        #expect(try index.refusals(of: "audio") == ["4"])
        try index.forgetRefusals(of: "audio", reason: nil)
        #expect(try index.refusals(of: "audio").isEmpty)
    }
}
