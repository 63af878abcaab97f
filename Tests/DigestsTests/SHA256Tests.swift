import Digests
import Testing

@Suite struct SHA256Tests {
    /// FIPS 180-4's examples and NIST's short messages (https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values).
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
        (
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
    ])
    func agreesWithTheStandard(text: String, digest: String) {
        #expect(SHA256.hex(of: text) == digest)
    }

    @Test func aMillionLettersAgreeWithTheStandard() {
        var hash = SHA256()
        let thousand = String(repeating: "a", count: 1000)
        for _ in 0..<1000 { hash.update(thousand) }
        #expect(hash.finish() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test(arguments: [1, 3, 55, 56, 63, 64, 65, 127, 500]) func piecesGiveTheSameAsTheWhole(length: Int) {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        var hash = SHA256()
        for start in stride(from: 0, to: bytes.count, by: length) {
            bytes[start..<min(start + length, bytes.count)].withUnsafeBytes { hash.update($0) }
        }
        #expect(hash.finish() == bytes.withUnsafeBytes { SHA256.hex(of: $0) })
    }

    @Test func anEmptyPieceChangesNothing() {
        var hash = SHA256()
        hash.update("a")
        hash.update("")
        hash.update(UnsafeRawBufferPointer(start: nil, count: 0))
        hash.update("bc")
        #expect(hash.finish() == SHA256.hex(of: "abc"))
    }

    @Test func textIsHashedAsUTF8() {
        let bytes: [UInt8] = [0xc3, 0xa9]
        #expect(SHA256.hex(of: "é") == bytes.withUnsafeBytes { SHA256.hex(of: $0) })
    }
}
