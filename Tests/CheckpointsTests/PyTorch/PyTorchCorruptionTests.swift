@testable import ArrayFiles
@testable import Checkpoints
import Tensors
import Testing

/// Files that must be refused, each for its own reason.
@Suite struct PyTorchCorruptionTests {
    private func read(_ content: [UInt8]) throws(TensorFileError) -> TensorDictionary { try PyTorchFile.read(MappedFile(content, path: "x.pth")) }

    /// A legacy file around one pickle.
    private func legacy(_ pickle: [UInt8]) -> [UInt8] {
        let version: [UInt8] = [0x80, 2, 0x4d, 0xe9, 3, 0x2e]
        let system: [UInt8] = [0x80, 2, 0x7d, 0x58, 13, 0, 0, 0] + Array("little_endian".utf8) + [0x88, 0x73, 0x2e]
        return PyTorchFile.legacyMagic + version + system + [0x80, 2] + pickle + [0x2e, 0x80, 2, 0x5d, 0x2e]
    }

    private func refusal(_ content: [UInt8]) throws -> String {
        "\(try #require(throws: TensorFileError.self) { try read(content) })"
    }

    @Test func anEmptyDictionaryIsAWholeFile() throws { #expect(try read(legacy([0x7d])).names == []) }

    @Test(arguments: ["zip", "legacy"]) func everyTruncationIsRefused(format: String) throws {
        let whole = try bytes(of: golden("weights_\(format).pth"))
        for length in 0..<whole.count {
            #expect(throws: TensorFileError.self, "cut to \(length) bytes") { try read(Array(whole[..<length])) }
        }
    }

    @Test func aWrongChecksumNamesTheMember() throws {
        var content = try bytes(of: golden("weights_nested.pth"))
        let place = try #require(content.indices.first { content[$0...].starts(with: [0, 0, 0xfa, 0xc1]) })   // -31.25, the first float
        content[place] ^= 1
        #expect(try refusal(content).contains("the checksum of 'weights_nested/data/0' is wrong"))
    }

    @Test func encryptedAndCompressedMembersAreRefused() throws {
        let whole = try bytes(of: golden("weights_nested.pth"))
        let directory = whole.indices.filter { whole[$0...].starts(with: [0x50, 0x4b, 1, 2]) }
        for (offset, word) in [(8, "encrypted"), (10, "compressed")] {
            var content = whole
            for place in directory { content[place + offset] |= 1 }
            #expect(try refusal(content).contains("is \(word)"))
        }
    }

    @Test func nestingCostsNoStack() throws {
        let tuples = [0x29] + [UInt8](repeating: 0x85, count: 400_000)
        let lists = [UInt8](repeating: 0x5d, count: 400_000) + [UInt8](repeating: 0x61, count: 399_999)
        #expect(try refusal(legacy(tuples)).contains("no dictionary"))
        #expect(try refusal(legacy(lists)).contains("no dictionary"))
        // A dictionary in a dictionary in a dictionary ..., and one that holds itself.
        let dictionaries: [UInt8] = (0..<50).flatMap { _ in [0x7d, 0x4b, 1] as [UInt8] } + [0x7d] + [UInt8](repeating: 0x73, count: 50)
        #expect(try refusal(legacy(dictionaries)).contains("nested more than 8 deep"))
        #expect(try refusal(legacy([0x7d, 0x71, 0, 0x4b, 1, 0x68, 0, 0x73])).contains("nested more than 8 deep"))
    }

    @Test func aBombOfValuesIsRefused() throws {
        #expect(try refusal(legacy([UInt8](repeating: 0x4e, count: 2_000_000))).contains("more than a million values"))
        #expect(try refusal(legacy([0x5d] + [UInt8](repeating: 0x32, count: 2_000_000))).contains("more than a million values"))
        // Each level holds the one below a thousand times.
        var levels: [UInt8] = [0x7d, 0x71, 0]
        for level in 1...6 {
            levels += [0x7d, 0x28] + (UInt8(0)..<200).flatMap { [0x4b, $0, 0x68, UInt8(level - 1)] as [UInt8] } + [0x75, 0x71, UInt8(level)]
        }
        #expect(try refusal(legacy(levels)).contains("nests more than 100000 entries"))
    }

    /// Shape, strides and offset of a view, the elements of its storage, and words of the message.
    static let views: [([Int32], [Int32], Int32, Int32, String)] = [
        ([4], [1], 1, 4, "reaches outside its storage of 4"),
        ([2, 2], [3, 1], 1, 4, "reaches outside"),
        ([4], [-1], 3, 4, "reaches outside"),
        ([-4], [1], 0, 4, "overflows"),
        ([4], [1], -1, 4, "reaches outside"),
        ([1 << 30, 1 << 30, 1 << 30], [0, 0, 0], 0, 4, "overflows"),
        ([1 << 30, 1 << 30], [1 << 30, 1 << 30], 0, 4, "reaches outside"),
        ([5], [0], 0, 4, "repeats the 4 elements"),
        ([4], [1], 0, 1 << 30, "are not in the file"),
        ([4, 1], [1], 0, 4, "something else than a storage"),
    ]

    @Test(arguments: views.indices) func aViewThatLiesIsRefused(index: Int) throws {
        let (shape, strides, offset, count, words) = Self.views[index]
        let message = try refusal(legacy(view(shape.map(Int.init), strides.map(Int.init), offset: offset, of: count)))
        #expect(message.hasPrefix("x.pth: ") && message.contains(words), "\(message)")
    }

    /// A dictionary of one tensor 'w', a view of the storage 'k'.
    private func view(_ shape: [Int], _ strides: [Int], offset: Int32, of count: Int32) -> [UInt8] {
        func bytes(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
        func tuple(_ values: [Int]) -> [UInt8] { [0x28] + values.flatMap { value in [0x8a, 8] as [UInt8] + bytes(value) } + [0x74] }
        func text(_ value: String) -> [UInt8] { [0x8c, UInt8(value.utf8.count)] + Array(value.utf8) }
        let storage = [0x28] + text("storage") + Array("ctorch\nFloatStorage\n".utf8) + text("k") + text("cpu") + [0x4a] + bytes(count) + [0x74, 0x51]
        let tensor = Array("ctorch._utils\n_rebuild_tensor\n(".utf8) + storage + [0x4a] + bytes(offset) + tuple(shape) + tuple(strides) + [0x74, 0x52]
        return [0x7d] + text("w") + tensor + [0x73]
    }

    /// An axis of length 1 leads nowhere, whatever its stride, which PyTorch does not bound either.
    @Test func aStrideThatIsNotWalkedMayBeAnything() throws {
        let keys: [UInt8] = [0x80, 2, 0x5d, 0x8c, 1, UInt8(ascii: "k"), 0x61, 0x2e]
        let elements = ([1, 2, 3, 4] as [Float]).withUnsafeBytes { Array($0) }
        var file = legacy(view([2, 1, 2], [1, .max, 2], offset: 0, of: 4))
        file.removeLast(4)   // the empty list of keys
        file += keys
        file += [4, 0, 0, 0, 0, 0, 0, 0]
        file += elements
        let tensor = try read(file).tensors["w"]
        #expect(tensor?.shape == [2, 1, 2] && tensor?.values == [1, 3, 2, 4])
    }

    @Test(arguments: ["zip", "legacy", "nested", "code"]) func mutationsAreReadOrRefused(name: String) throws {
        let whole = try bytes(of: golden("weights_\(name).pth"))
        var mutations = Mutations(seed: 5)
        for _ in 0..<5_000 { _ = try? read(mutations.mutate(whole)) }
    }
}
