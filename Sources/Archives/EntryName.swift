/// What an entry's raw name amounts to.
enum EntryName: Equatable {
    /// A relative path, normalised.
    case accepted(String)
    /// A file the operating system keeps for itself.
    case hidden
    case refused(SkipReason)

    /// - Parameter backslashes: whether `\` separates folders, as some zip makers write it.
    init(raw: [UInt8], backslashes: Bool, maxBytes: Int) {
        guard raw.count <= maxBytes else {
            self = .refused(.nameTooLong)
            return
        }
        let bytes = backslashes ? raw.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 } : raw
        if bytes.first == UInt8(ascii: "/") || Self.startsWithDrive(bytes) {
            self = .refused(.absolutePath)
            return
        }
        let components = bytes.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }
        if components.isEmpty {
            self = .refused(.emptyName)
        } else if components.contains(where: { $0.elementsEqual("..".utf8) }) {
            self = .refused(.parentPath)
        } else if components.contains(where: Self.isHidden) {
            self = .hidden
        } else {
            self = .accepted(Self.decode(Array(components.joined(separator: "/".utf8))))
        }
    }

    /// Whether a file or folder of this name belongs to the system or a tool rather than to a dataset: names with a leading
    /// dot (`._clip.mp4`, `.DS_Store`, `.git`), macOS's `__MACOSX` folder, and what Windows leaves in folders.
    static func isHidden(_ component: some Collection<UInt8>) -> Bool {
        component.first == UInt8(ascii: ".")
            || ["__MACOSX", "Thumbs.db", "desktop.ini"].contains { component.elementsEqual($0.utf8) }
    }

    /// The bytes as text; where they are not UTF-8, offending bytes become `%XX` and `%` becomes `%25`.
    static func decode(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var text = ""
        var rest = bytes[...]
        while let byte = rest.first {
            let scalar = (1...4).lazy.filter { $0 <= rest.count }
                .compactMap { length in String(validating: rest.prefix(length), as: UTF8.self).map { ($0, length) } }.first
            if let (character, length) = scalar, byte != UInt8(ascii: "%") {
                text += character
                rest = rest.dropFirst(length)
            } else {
                text += "%" + String(byte >> 4, radix: 16, uppercase: true) + String(byte & 15, radix: 16, uppercase: true)
                rest = rest.dropFirst()
            }
        }
        return text
    }

    /// `C:/...`: absolute on Windows.
    private static func startsWithDrive(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 3 && bytes[1] == UInt8(ascii: ":") && bytes[2] == UInt8(ascii: "/")
            && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[0] | 0x20)
    }
}
