import Settings
import Testing

/// Values for settings that stand elsewhere.
@Suite struct SettingsPatchTests {
    private func patched(_ base: String, _ patch: String) throws -> Section {
        let root = try section("base: \(base)\npatch: \(patch)")
        return try root.file("base").applying(try root.patch("patch")).root
    }

    @Test func pathsAndSectionsSayTheSame() throws {
        for patch in ["{a.b.c: 3}", "{a: {b: {c: 3}}}", "{a.b: {c: 3}}"] {
            let inner = try patched("{a: {b: {c: 1, d: 2}}}", patch).section("a").section("b")
            #expect(try inner.integer("c", default: 0, in: 0...9) == 3)
            #expect(try inner.integer("d", default: 0, in: 0...9) == 2)
        }
    }

    @Test func theFirstFileStaysAsItWas() throws {
        let file = try SettingsFile(text: "a: 1", named: "p.yaml")
        let patch = try section("patch: {a: 2}").patch("patch")
        #expect(try file.applying(patch).root.integer("a", default: 0, in: 0...9) == 2)
        #expect(try file.root.integer("a", default: 0, in: 0...9) == 1)
    }

    @Test func errorsNameThePlaceInThePatch() throws {
        let root = try patched("{a: 1}", "{a: x}")
        #expect(message { _ = try root.integer("a", default: 0, in: 0...9) } == "p.yaml:2:12: 'a' is 'x', expected a whole number from 0 to 9")
        #expect(message { _ = try section("patch: {a: {b: 1}, a.b: 2}").patch("patch") } == "p.yaml:1:20: 'a.b' is set twice")
        #expect(message { _ = try section("patch: {a..b: 2}").patch("patch") }.hasSuffix("'a..b' is no path of keys, such as train.proxy.k"))
    }

    @Test func combinationsAreTheProduct() throws {
        let patches = try section("grid: {a: [1, 2], b.c: [x, y, z]}").combinations("grid")
        #expect(patches.map { $0.entries.map { "\($0.path)=\($0.value)" }.joined(separator: " ") } == [
            "a=1 b.c=x", "a=1 b.c=y", "a=1 b.c=z", "a=2 b.c=x", "a=2 b.c=y", "a=2 b.c=z",
        ])
        #expect(message { _ = try section("grid: {a: 1}").combinations("grid") } == "p.yaml:1:11: 'grid.a' is '1', expected a list of values")
    }

    @Test func aLaterPatchWins() throws {
        let root = try section("one: {a: 1, b: 2}\ntwo: {b: 3}")
        let patch = try root.patch("one").followed(by: try root.patch("two"))
        #expect(patch.entries.map(\.value) == ["1", "3"])
        #expect(patch.position(of: "b")?.line == 2)
        #expect(patch.position(of: "c") == nil)
    }
}
