/// A QuickTime film whose samples lie in another file, which it names as a Macintosh alias.
///
/// Source: QuickTime File Format, "Data Reference Atoms"; the record as libavformat 59 reads it (mov.c, mov_read_dref).
/// With the demuxer's `enable_drefs` (and `use_absolute_path`) both ways do lead to the other file's pictures and sound.
enum ReferringMovie {
    /// How the other file is named.
    enum Way {
        case absolutePath
        /// So many folders up and down from where the film lies.
        case relativePath(up: UInt16, down: UInt16)
    }

    /// The film without its own data; the other file must be the whole film, so that the samples are where it says.
    static func file(_ film: [UInt8], at target: String, _ way: Way) -> [UInt8] {
        MP4Boxes.referring(film, by: MP4Boxes.box("alis", [0, 0, 0, 0] + alias(to: target, way)))
    }

    /// Kind 2 is the path with the volume's name, kind 18 the one of Unix, which later versions read too.
    private static func record(_ kind: UInt16, _ content: [UInt8]) -> [UInt8] {
        [UInt8](bigEndian: kind) + [UInt8](bigEndian: UInt16(content.count)) + content
    }

    private static func alias(to target: String, _ way: Way) -> [UInt8] {
        func field(_ text: String, _ length: Int) -> [UInt8] {
            let bytes = Array(text.utf8.prefix(length))
            return [UInt8(bytes.count)] + bytes + [UInt8](repeating: 0, count: length - bytes.count)
        }
        let name = String(target.split(separator: "/").last ?? "")
        let levels: (up: UInt16, down: UInt16) = if case .relativePath(let up, let down) = way { (up, down) } else { (0, 0) }
        let path = Array(target.utf8) + (target.utf8.count % 2 == 1 ? [0] : [])
        return [UInt8](repeating: 0, count: 10) + field("disk", 27) + [UInt8](repeating: 0, count: 12) + field(name, 63)
            + [UInt8](repeating: 0, count: 16) + [UInt8](bigEndian: levels.up) + [UInt8](bigEndian: levels.down) + [UInt8](repeating: 0, count: 16)
            + record(2, path) + record(18, path) + [0xFF, 0xFF, 0, 0]
    }
}
