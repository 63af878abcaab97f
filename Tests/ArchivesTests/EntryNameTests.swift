@testable import Archives
import Testing

@Suite struct EntryNameTests {
    @Test(arguments: [
        ("a/b.mp4", "a/b.mp4"), ("./a//b.mp4", "a/b.mp4"), ("a/./b.mp4", "a/b.mp4"), ("a\\b.mp4", "a\\b.mp4"), ("a..b/c.", "a..b/c."),
        ("100%.mp4", "100%.mp4"), ("-9R4WPSKE3Q.mp4", "-9R4WPSKE3Q.mp4"), ("c:/x", nil), ("/x", nil), ("a/../b", nil),
    ])
    func normalisation(raw: String, expected: String?) {
        let name = EntryName(raw: Array(raw.utf8), backslashes: false, maxBytes: 100)
        if let expected { #expect(name == .accepted(expected)) } else if case .refused = name {} else { Issue.record("\(name)") }
    }

    @Test(arguments: ["._a.mp4", "x/.DS_Store", "__MACOSX/a.mp4", "a/__MACOSX/b", ".git/config", "a/Thumbs.db", "./.hidden"])
    func filesOfTheSystemAreHidden(raw: String) {
        #expect(EntryName(raw: Array(raw.utf8), backslashes: false, maxBytes: 100) == .hidden)
    }

    @Test func refusals() {
        #expect(EntryName(raw: [], backslashes: false, maxBytes: 10) == .refused(.emptyName))
        #expect(EntryName(raw: Array("./.".utf8), backslashes: false, maxBytes: 10) == .refused(.emptyName))
        #expect(EntryName(raw: Array("12345678901".utf8), backslashes: false, maxBytes: 10) == .refused(.nameTooLong))
        #expect(EntryName(raw: Array("..\\x".utf8), backslashes: true, maxBytes: 10) == .refused(.parentPath))
    }

    @Test func bytesThatAreNotUTF8AreEscaped() {
        #expect(EntryName.decode([0x61, 0xFF, 0xC3, 0xBC, 0x25, 0xC3]) == "a%FFü%25%C3")
        #expect(EntryName.decode(Array("ü%".utf8)) == "ü%")
        #expect(EntryName.decode([0xED, 0xA0, 0x80]) == "%ED%A0%80", "a surrogate is no character")
        #expect(EntryName.decode([0xF0, 0x9F, 0x90, 0xB6, 0x80]) == "🐶%80")
    }
}
