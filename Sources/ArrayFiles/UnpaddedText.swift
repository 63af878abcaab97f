/// Texts of a fixed width as arrays store them: filled up with NULs, or with spaces as Fortran does.
enum UnpaddedText {
    /// UTF-8 up to the padding; nil if it is not UTF-8.
    static func utf8(_ bytes: UnsafeRawBufferPointer, spacePadded: Bool = false) -> String? {
        let padding: UInt8 = spacePadded ? 0x20 : 0
        let length = bytes.lastIndex { $0 != padding }.map { $0 + 1 } ?? 0
        return String(validating: bytes[..<length], as: UTF8.self)
    }

    /// Code points up to the padding; nil if one is no Unicode scalar.
    static func utf32(_ words: [UInt32]) -> String? {
        let length = words.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
        return String(validating: words[..<length], as: UTF32.self)
    }
}
