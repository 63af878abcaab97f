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

    @Test func oneOfManyIsFoundFast() {
        let known = (0..<28_000).map { "fireworks_video_\($0)" }
        let start = ContinuousClock.now
        for _ in 0..<5 { #expect(nearestName(to: "firework_video_27999", among: known) == "fireworks_video_27999") }
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test func theFirstOfEquallyNearNamesIsOffered() {
        #expect(nearestName(to: "audia", among: ["audio", "audit"]) == "audio")
        #expect(nearestName(to: "x", among: [String]()) == nil)
    }
}
