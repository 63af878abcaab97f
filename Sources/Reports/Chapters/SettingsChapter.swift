/// The resolved pipeline file, to be opened.
struct SettingsChapter: Chapter {
    let anchor = "settings"
    let heading = "Settings"
    let settings: String

    init?(_ content: ReportContent) {
        if content.settings.isEmpty { return nil }
        settings = content.settings
    }

    var body: [Node] { [Disclosure.node("The resolved pipeline file, every default filled in") { tag("pre") { tag("code", text: settings) } }] }
}
