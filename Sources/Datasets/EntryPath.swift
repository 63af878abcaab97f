/// An entry's name taken apart, byte by byte: a catalogue has millions of them, and characters are slow to find.
struct EntryPath: Hashable {
    /// Folders from the outermost to the innermost.
    let folders: [Substring]
    let baseName: Substring
    /// The last extension in lower case, without its dot; empty if there is none.
    let pathExtension: String

    init(_ name: String) {
        var components = name.utf8.split(separator: UInt8(ascii: "/")).map { Substring($0) }
        let name = components.popLast() ?? ""
        baseName = name
        folders = components
        pathExtension = Self.lastDot(of: name).map { name[name.utf8.index(after: $0)...].lowercased() } ?? ""
    }

    /// The base name without its last extension.
    var stem: Substring { Self.lastDot(of: baseName).map { baseName[..<$0] } ?? baseName }

    /// What a WebDataset groups by: the path up to the first dot of its base name.
    var key: String {
        let end = baseName.utf8.firstIndex(of: UInt8(ascii: ".")) ?? baseName.endIndex
        return (folders + [baseName[..<end]]).joined(separator: "/")
    }

    var isVideo: Bool { MediaExtensions.video.contains(pathExtension) }
    var isMedia: Bool { isVideo || MediaExtensions.audio.contains(pathExtension) }

    /// A leading dot makes a hidden file, no extension.
    private static func lastDot(of name: Substring) -> Substring.Index? {
        name.utf8.lastIndex(of: UInt8(ascii: ".")).flatMap { $0 == name.startIndex ? nil : $0 }
    }
}

/// File name extensions by which media are known, in lower case.
enum MediaExtensions {
    static let video: Set<String> = [
        "mp4", "mkv", "webm", "avi", "mov", "m4v", "mpg", "mpeg", "ts", "flv", "wmv", "3gp", "ogv",
    ]
    static let audio: Set<String> = ["wav", "flac", "mp3", "m4a", "aac", "ogg", "opus", "aif", "aiff"]
}
