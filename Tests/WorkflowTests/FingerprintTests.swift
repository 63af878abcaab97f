import Testing
import Workflow

@Suite struct FingerprintTests {
    private func made(_ ingredients: KeyValuePairs<String, String>) -> Fingerprint { Fingerprint(ingredients.map { Ingredient($0, $1) }) }

    /// printf '7:version1:18:settings2:{}' | sha256sum. Another value would make every stage of every workspace stale.
    @Test func theDigestIsStable() {
        #expect(made(["version": "1", "settings": "{}"]).digest == "e80ff5d8c02f225db93d021027d0d37b376117cba3e2a7e6267c399944f338c6")
    }

    @Test func noIngredientPassesForAnother() {
        let digests = [
            made(["ab": "c"]), made(["a": "bc"]), made(["a": "b", "c": ""]), made(["a": "", "b": "c"]), made(["c": "ab"]), made([:]),
            made(["a": "1", "b": "2"]), made(["b": "2", "a": "1"]),
        ].map(\.digest)
        #expect(Set(digests).count == digests.count)
    }

    @Test func nothingDiffersFromItself() {
        #expect(made(["a": "1"]).difference(from: made(["a": "1"])) == nil)
        #expect(made([:]).difference(from: made([:])) == nil)
    }

    @Test func shortValuesAreSpelledAndLongOnesAreNot() {
        let long = String(repeating: "f", count: 64)
        #expect(made(["seed": "2"]).difference(from: made(["seed": "1"])) == "seed changed from 1 to 2")
        #expect(made(["weights": long]).difference(from: made(["weights": "none"])) == "weights changed")
    }

    @Test func newAndGoneIngredientsAreNamed() {
        #expect(made(["a": "1", "b": "1"]).difference(from: made(["a": "1", "c": "1"])) == "b is new, c is gone")
    }

    @Test func afterFourTheRestIsCounted() {
        let before = made(["a": "1", "b": "1", "c": "1", "d": "1", "e": "1", "f": "1"])
        let now = made(["a": "2", "b": "2", "c": "2", "d": "2", "e": "2", "f": "2"])
        #expect(now.difference(from: before)
            == "a changed from 1 to 2, b changed from 1 to 2, c changed from 1 to 2, d changed from 1 to 2 and 2 more")
    }
}
