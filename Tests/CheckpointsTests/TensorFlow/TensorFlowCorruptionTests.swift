@testable import ArrayFiles
@testable import Checkpoints
import Tensors
import Testing

@Suite struct TensorFlowCorruptionTests {
    private func checkpoint1(_ content: [UInt8]) throws(TensorFileError) -> TensorDictionary {
        try TensorFlowCheckpoint1.read(MappedFile(content, path: "x.ckpt"))
    }

    private func graph(_ content: [UInt8]) throws(TensorFileError) -> TensorDictionary { try TensorFlowGraph.read(MappedFile(content, path: "x.pb")) }

    private func checkpoint2(index: [UInt8], data: [UInt8]) throws(TensorFileError) -> TensorDictionary {
        try TensorFlowCheckpoint2.read(index: MappedFile(index, path: "x.index")) { _, _ throws(TensorFileError) in MappedFile(data, path: "x.data") }
    }

    @Test func everyTruncationIsRefused() throws {
        let first = try bytes(of: golden("weights_v1.ckpt"))
        for length in 0..<first.count { #expect(throws: TensorFileError.self) { try checkpoint1(Array(first[..<length])) } }
        let index = try bytes(of: golden("weights_v2.ckpt.index"))
        let data = try bytes(of: golden("weights_v2.ckpt.data-00000-of-00001"))
        for length in 0..<index.count { #expect(throws: TensorFileError.self) { try checkpoint2(index: Array(index[..<length]), data: data) } }
        for length in 0..<data.count { #expect(throws: TensorFileError.self) { try checkpoint2(index: index, data: Array(data[..<length])) } }
    }

    @Test func everyChangedByteIsFoundByAChecksum() throws {
        let data = try bytes(of: golden("weights_v2.ckpt.data-00000-of-00001"))
        let index = try bytes(of: golden("weights_v2.ckpt.index"))
        for place in data.indices {
            var changed = data
            changed[place] ^= 0x10
            let error = try #require(throws: TensorFileError.self) { try checkpoint2(index: index, data: changed) }
            #expect("\(error)".contains("the checksum of '"), "\(error)")
        }
    }

    /// A graph of one constant 'w': its TensorProto.
    private func constant(_ tensor: [UInt8]) -> [UInt8] {
        func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] { [number << 3 | 2, UInt8(content.count)] + content }
        let attribute = field(1, Array("value".utf8)) + field(2, field(8, tensor))
        return field(1, field(1, Array("w".utf8)) + field(2, Array("Const".utf8)) + field(5, attribute))
    }

    @Test func shapesThatLieAreRefused() throws {
        // float, one axis of 2^60, one value
        let huge: [UInt8] = [8, 1, 0x12, 12, 0x12, 10, 8, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10, 0x2a, 4, 0, 0, 0, 0]
        // float, one axis of 2^40, one value: it would fill the memory with that value
        let filled: [UInt8] = [8, 1, 0x12, 9, 0x12, 7, 8, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20, 0x2a, 4, 0, 0, 0, 0]
        // float, shape [2], three values
        let more: [UInt8] = [8, 1, 0x12, 4, 0x12, 2, 8, 2, 0x2a, 12] + [UInt8](repeating: 0, count: 12)
        // float, shape [2], content of one
        let less: [UInt8] = [8, 1, 0x12, 4, 0x12, 2, 8, 2, 0x22, 4, 0, 0, 0, 0]
        for (tensor, words) in [(huge, "'w'"), (filled, "takes more memory"), (more, "more than 2 elements"), (less, "takes 8 bytes, 4 are there")] {
            let error = try #require(throws: TensorFileError.self) { try graph(constant(tensor)) }
            #expect("\(error)".hasPrefix("x.pb: ") && "\(error)".contains(words), "\(error)")
        }
        #expect(try graph(constant([8, 1, 0x12, 4, 0x12, 2, 8, 2, 0x2a, 4, 0, 0, 0x80, 0x3f])).tensors["w"]?.values == [1, 1])
    }

    @Test func mutationsAreReadOrRefused() throws {
        var mutations = Mutations(seed: 11)
        let first = try bytes(of: golden("weights_v1.ckpt"))
        let constants = try bytes(of: golden("weights_graph.pb"))
        let index = try bytes(of: golden("weights_v2.ckpt.index"))
        let data = try bytes(of: golden("weights_v2.ckpt.data-00000-of-00001"))
        let packed = try bytes(of: golden("weights_packed.snappy"))
        for _ in 0..<5_000 {
            _ = try? checkpoint1(mutations.mutate(first))
            _ = try? graph(mutations.mutate(constants))
            _ = try? checkpoint2(index: mutations.mutate(index), data: data)
            _ = try? mutations.mutate(packed).withUnsafeBytes { try Snappy.decompress($0) }
        }
    }

    /// Checksums stop most mutations of a table at the door; these go past them.
    @Test func mutationsBehindTheChecksumAreReadOrRefused() throws {
        var mutations = Mutations(seed: 12)
        let first = try bytes(of: golden("weights_v1.ckpt"))
        for _ in 0..<5_000 {
            var content = first
            for _ in 0...2 { content[mutations.next(below: content.count - 100)] = UInt8(mutations.next(below: 256)) }
            _ = try? checkpoint1(withRightChecksums(content))
        }
    }

    /// Corrects the checksum of every block of the golden file, whose places are known from its own index.
    private func withRightChecksums(_ content: [UInt8]) -> [UInt8] {
        var content = content
        let whole = content.count
        // The only data block begins at 0 and ends where the metaindex block, 8 bytes and a trailer of 5, begins.
        let end = content.indices.last { content[$0...].starts(with: [0, 0, 0, 0, 1, 0, 0, 0]) && $0 < whole - 48 - 13 } ?? 0
        guard end > 5 else { return content }
        let checksum = content[..<(end - 4)].withUnsafeBytes { CRC32.castagnoli.masked($0) }
        withUnsafeBytes(of: checksum.littleEndian) { content.replaceSubrange((end - 4)..<end, with: $0) }
        return content
    }
}
