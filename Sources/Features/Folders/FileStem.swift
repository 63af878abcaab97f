/// Clip ids as file names, and back: what cannot stand in a file name is written `%XX`.
enum FileStem {
    /// Room for endings within the 255 bytes of a name.
    private static let longest = 200

    /// - Throws: ``FeatureError/cannotHold(format:clip:problem:)`` for an id that would be too long.
    static func encoded(_ id: String, format: String) throws -> String {
        var stem: [UInt8] = []
        for (index, byte) in id.utf8.enumerated() {
            let isPlain = byte >= 0x20 && byte != 0x7f && byte != UInt8(ascii: "/") && byte != UInt8(ascii: "%")
                && !(byte == UInt8(ascii: ".") && index == 0)
            if isPlain { stem.append(byte) } else { stem += [UInt8(ascii: "%")] + hexadecimal(byte) }
        }
        guard (1...longest).contains(stem.count) else {
            throw FeatureError.cannotHold(format: format, clip: id, problem: "as a file name its id would have \(stem.count) bytes; at most \(longest) fit")
        }
        return String(decoding: stem, as: UTF8.self)
    }

    /// The id a stem stands for; a `%` that no two hexadecimal digits follow stays as it is.
    static func decoded(_ stem: String) -> String {
        let bytes = Array(stem.utf8)
        var id: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count, let byte = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16) {
                id.append(byte)
                index += 3
            } else {
                id.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: id, as: UTF8.self)
    }

    private static func hexadecimal(_ byte: UInt8) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
}
