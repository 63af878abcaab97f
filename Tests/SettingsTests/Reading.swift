import Settings
import Testing

/// A file's text as a section, called `p.yaml` in messages.
func section(_ text: String, set overrides: String...) throws -> Section {
    try SettingsFile(text: text, named: "p.yaml", overrides: overrides).root
}

/// What the user is told when `body` refuses.
func message(_ body: () throws -> Void) -> String {
    do {
        try body()
        return "nothing was refused"
    } catch {
        return "\(error)"
    }
}
