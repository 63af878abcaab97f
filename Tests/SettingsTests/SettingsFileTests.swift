import Foundation
import Settings
import Testing

@Suite final class SettingsFileTests {
    let folder = FileManager.default.temporaryDirectory.appending(path: "settings-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: folder) }

    @Test func aMissingFileIsNamed() {
        let path = folder.appending(path: "none.yaml").path
        #expect(message { _ = try SettingsFile(path: path) } == "\(path): the settings file cannot be read: no such file")
    }

    @Test func whatIsNoTextOrNoSettingsFileIsRefused() throws {
        let path = folder.appending(path: "odd.yaml").path
        try Data([0x61, 0x3a, 0xff, 0xfe]).write(to: URL(fileURLWithPath: path))
        #expect(message { _ = try SettingsFile(path: path) } == "\(path): the settings file cannot be read: not UTF-8 text")
        try Data(repeating: 0x23, count: 1 << 20 + 1).write(to: URL(fileURLWithPath: path))
        #expect(message { _ = try SettingsFile(path: path) } == "\(path): the settings file cannot be read: over 1 MiB; is it a settings file?")
    }

    @Test func aFileIsReadAndNamedByItsPath() throws {
        let path = folder.appending(path: "good.yaml").path
        try Data("name: demo\nx: 1\n".utf8).write(to: URL(fileURLWithPath: path))
        let root = try SettingsFile(path: path, overrides: ["name=other"]).root
        #expect(try root.text("name") == "other")
        #expect(message { try root.finish() } == "\(path):2:1: unknown key 'x'; known keys: name")
    }
}

@Suite struct OverrideTests {
    @Test func anOverrideReplacesOneValueAndKeepsItsNeighbours() throws {
        let train = try section("train:\n  epochs: 5\n  seed: 1\n", set: "train.epochs=9").section("train")
        #expect(try train.integer("epochs", default: 0, in: 0...99) == 9)
        #expect(try train.integer("seed", default: 0, in: 0...99) == 1)
    }

    @Test func sectionsOnTheWayAreMade() throws {
        let audio = try section("name: a\n", set: "extract.audio.hop=0.5").section("extract").section("audio")
        #expect(try audio.number("hop", default: 0.96, in: 0...1) == 0.5)
    }

    @Test func aScalarOnTheWayBecomesASection() throws {
        let audio = try section("extract: {audio: none}\n", set: "extract.audio.hop=0.5").section("extract").section("audio")
        #expect(try audio.number("hop", default: 0.96, in: 0...1) == 0.5)
    }

    @Test func valuesAreYAML() throws {
        #expect(try section("", set: "sources=[a.zip, b.zip]").texts("sources") == ["a.zip", "b.zip"])
        let split = try section("", set: "split={ratio: [0.7, 0.1, 0.2]}").section("split")
        #expect(try split.numbers("ratio", default: [], in: 0...1) == [0.7, 0.1, 0.2])
        #expect(try section("", set: "note=a=b").text("note") == "a=b")
        #expect(message { _ = try section("", set: "n=\"3\"").integer("n", default: 0, in: 0...9) }
            .hasSuffix("'n' is '3', expected a whole number from 0 to 9"))
    }

    @Test func theLastOverrideWins() throws {
        #expect(try section("n: 1\n", set: "n=2", "n=3").integer("n", default: 0, in: 0...9) == 3)
    }

    @Test(arguments: ["epochs", "=3", "a..b=3", ".a=3", "a.=3", ""])
    func aBadFormIsRefused(override: String) {
        #expect(message { _ = try section("a: 1\n", set: override) } == "--set \(override):1:1: expected key.path=value")
    }

    @Test func messagesNameTheOverride() {
        #expect(message { _ = try section("n: 1\n", set: "n=x").integer("n", default: 0, in: 0...9) }
            == "--set n=x:1:1: 'n' is 'x', expected a whole number from 0 to 9")
        #expect(message {
            let root = try section("", set: "epoch=3")
            _ = try root.integer("epochs", default: 0, in: 0...9)
            try root.finish()
        } == "--set epoch=3:1:1: unknown key 'epoch'; did you mean 'epochs'?")
    }

    @Test func anOverrideDoesNotHideAFileThatIsAList() {
        #expect(message { _ = try section("- a\n", set: "a=1") } == "p.yaml:1:1: expected keys and values, found a list")
    }
}
