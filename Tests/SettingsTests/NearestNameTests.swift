import Settings
import Testing

@Suite struct NearestNameTests {
    @Test(arguments: [
        ("margn", "margin"), ("epcohs", "epochs"), ("Seed", "seed"), ("batchs", "batch"), ("xy", "xz"), ("a", "b"),
    ])
    func aSlipOfTheKeyboardIsRecognised(typed: String, meant: String) {
        #expect(nearestName(to: typed, among: ["margin", "epochs", "seed", "batch", "xz", "b"]) == meant)
    }

    @Test(arguments: ["colour", "", "mar", "learning_rate"])
    func whatIsTooFarIsNotOffered(typed: String) {
        #expect(nearestName(to: typed, among: ["margin", "epochs", "batch"]) == nil)
    }

    @Test func theFirstOfEquallyNearNamesIsOffered() {
        #expect(nearestName(to: "audia", among: ["audio", "audit"]) == "audio")
        #expect(nearestName(to: "x", among: [String]()) == nil)
    }
}
