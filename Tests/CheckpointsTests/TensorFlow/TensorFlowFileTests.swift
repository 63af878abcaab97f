import Archives
@testable import ArrayFiles
@testable import Checkpoints
import Foundation
import Testing

@Suite struct TensorFlowFileTests {
    @Test func firstCheckpointsAreWhatTensorFlowSaved() throws {
        try GoldenArrays("tensorflow").expectEqual(TensorFlowCheckpoint1.read(golden("weights_v1.ckpt")))
    }

    @Test(arguments: ["", ".index", ".data-00000-of-00001"]) func secondCheckpointsAreFoundByAnyOfTheirNames(suffix: String) throws {
        try GoldenArrays("tensorflow").expectEqual(TensorFlowCheckpoint2.read(golden("weights_v2.ckpt" + suffix)))
        #expect(try TensorFileFormat.detect(golden("weights_v2.ckpt" + suffix)) == .tensorFlowCheckpoint2)
    }

    @Test func constantsOfAGraphAreWhatTensorFlowReads() throws {
        try GoldenArrays("graph").expectEqual(TensorFlowGraph.read(golden("weights_graph.pb")))
    }

    /// As TF-slim's and the 2015 graph's are published.
    @Test(arguments: [("weights_v1.ckpt", "tensorflow"), ("weights_graph.pb", "graph")])
    func graphsAndCheckpointsAreReadInTheirArchives(file: String, arrays: String) throws {
        let scratch = try Scratch()
        let path = scratch.path("published.tar.gz")
        let archive = try ArchiveWriter(path: path, format: .tarGzip)
        try archive.add(name: "README.txt", bytes: [1, 2, 3])
        try archive.add(name: "model/" + file, bytes: bytes(of: golden(file)))
        try archive.finish()
        let read = try TensorFileFormat.read(path)
        #expect(read.format == .gzippedTar)
        try GoldenArrays(arrays).expectEqual(read.weights)
    }

    @Test func anArchiveOfSeveralIsRefused() throws {
        let scratch = try Scratch()
        let path = scratch.path("published.tar.gz")
        let archive = try ArchiveWriter(path: path, format: .tarGzip)
        for file in ["weights_v1.ckpt", "weights_graph.pb"] { try archive.add(name: file, bytes: bytes(of: golden(file))) }
        try archive.finish()
        let error = try #require(throws: TensorFileError.self) { try TensorFileFormat.read(path) }
        #expect("\(error)".contains("several graphs or checkpoints are in it"), "\(error)")
    }

    @Test func snappyUnpacks() throws {
        let packed = try bytes(of: golden("weights_packed.snappy"))
        #expect(try packed.withUnsafeBytes { try Snappy.decompress($0) } == bytes(of: golden("weights_unpacked.bin")))
    }

    @Test(arguments: [
        ("weights_zip.pth", TensorFileFormat.pyTorchZip), ("weights_legacy.pth", .pyTorchLegacy), ("weights_v1.ckpt", .tensorFlowCheckpoint1),
        ("weights_graph.pb", .tensorFlowGraph), ("parts.npz", .npz), ("table.safetensors", .safetensors),
    ])
    func formatsAreToldByTheirBytes(file: String, format: TensorFileFormat) throws {
        let path = file.hasPrefix("weights_") ? golden(file) : arrayFilesGolden(file)
        #expect(try TensorFileFormat.detect(path) == format)
        #expect(try TensorFileFormat.read(path).format == format)
    }

    @Test func aFileInNoFormatIsRefusedByTheirNames() throws {
        let scratch = try Scratch()
        let path = try scratch.file("notes.pth", Array("These are the weights.".utf8))
        let error = try #require(throws: TensorFileError.self) { try TensorFileFormat.read(path) }
        #expect("\(error)".contains("in none of the formats weights are published in"), "\(error)")
    }

    @Test func checksumsAreTheStandardOnes() {
        // Check values of the CRC catalogue (reveng.sourceforge.io) for "123456789".
        let digits = Array("123456789".utf8)
        #expect(digits.withUnsafeBytes { CRC32.ieee.checksum($0) } == 0xcbf4_3926)
        #expect(digits.withUnsafeBytes { CRC32.castagnoli.checksum($0) } == 0xe306_9283)
        let many = [UInt8](repeating: 7, count: 1000)
        let whole = many.withUnsafeBytes { CRC32.ieee.checksum($0) }
        let parts = many[..<333].withUnsafeBytes { CRC32.ieee.checksum($0) }
        #expect(many[333...].withUnsafeBytes { CRC32.ieee.checksum($0, after: parts) } == whole)
    }
}
