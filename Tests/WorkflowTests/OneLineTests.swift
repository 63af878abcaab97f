import Testing
import Workflow

@Suite struct OneLineTests {
    @Test(arguments: [
        ("plain ü 日", "plain ü 日"), ("a\nb", "a\\nb"), ("\u{1B}[2J", "\\u{1B}[2J"), ("\u{202E}gpj", "\\u{202E}gpj"), ("tab\t", "tab\\t"), ("\u{9B}", "\\u{009B}"), ("", ""),
    ])
    func controlCharactersAreWrittenOut(text: String, expected: String) {
        #expect(text.onOneLine == expected)
    }
}
