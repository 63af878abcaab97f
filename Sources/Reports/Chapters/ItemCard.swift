import Foundation

/// A clip as a small card: picture or waveform, class, name, and what is to be said of it.
struct ItemCard {
    var item: RetrievalExample.Item
    /// `query`, `right` or `wrong`: gives the border.
    var style: String
    var badge: String
    var details: [String]

    var node: Node {
        tag("figure", ["class": "card " + style]) {
            tag("div", ["class": "picture"]) {
                picture
                tag("span", ["class": "badge"], text: badge)
            }
            tag("figcaption") {
                tag("strong", text: item.label)
                tag("span", ["class": "name", "title": item.title], text: item.title)
                if !details.isEmpty { tag("span", ["class": "details"], text: details.joined(separator: " · ")) }
            }
        }
    }

    @NodeBuilder private var picture: [Node] {
        let thumbnail = item.thumbnail ?? [], peaks = item.waveform ?? []
        if !thumbnail.isEmpty {
            tag("img", ["src": "data:image/jpeg;base64," + Data(thumbnail).base64EncodedString(), "alt": "Frame of \(item.title)"])
        }
        if !peaks.isEmpty { Waveform(peaks: peaks, title: "Waveform of \(item.title)").node }
        if thumbnail.isEmpty && peaks.isEmpty { tag("span", ["class": "nothing"], text: "no picture") }
    }
}
