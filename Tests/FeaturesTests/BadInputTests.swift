import Archives
import ArrayFiles
import Clips
import Features
import Foundation
import Tensors
import Testing

/// Files of others that promise what they do not hold: one error that names the file and the array, and no memory taken.
@Suite struct BadInputTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    /// What reading a file to its end says.
    private func refusal(_ path: String) throws -> String {
        "\(try #require(throws: (any Error).self) { try Samples.read(path) })"
    }

    /// An npz, or a zip of another make, with these members.
    private func zip(_ name: String, _ members: [(String, [UInt8])]) throws -> String {
        let path = scratch.path(name)
        let writer = try ArchiveWriter(path: path, format: .zipStored)
        for (name, bytes) in members { try writer.add(name: name, bytes: bytes) }
        try writer.finish()
        return path
    }

    /// An npy file of version 1 whose header says this, and eight bytes of zeros.
    private func npy(_ header: String) -> [UInt8] {
        [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8) + [UInt8](repeating: 0, count: 8)
    }

    private let promisesTooMuch = "{'descr': '<f4', 'fortran_order': False, 'shape': (1152921504606846976, 2), }"

    private func hdf5(_ name: String, _ columns: [(String, [Int], [Float])]) throws -> String {
        let path = scratch.path(name)
        let file = try HDF5Writer(replacing: path)
        for (column, rowShape, values) in columns {
            if column.hasPrefix("lab") {
                try file.column(column, of: .int64, rowShape: rowShape, expectedRows: 2).append(values.map(Int64.init))
            } else {
                try file.column(column, of: .float32, rowShape: rowShape, expectedRows: 2).append(values)
            }
        }
        try file.commit()
        return path
    }

    @Test func hdf5WithOtherKeysIsRefusedWithTheKeysThereAre() throws {
        let path = try hdf5("other.h5", [("embeddings", [2], [1, 2]), ("lab", [], [0])])
        let said = try refusal(path)
        #expect(said.hasPrefix(path) && said.contains("'embeddings'") && said.contains("'lab'"), "\(said)")
    }

    @Test func hdf5WithAPartOfItsKeysNamesTheOneThatIsMissing() throws {
        let path = try hdf5("part.h5", [("audio_train", [2], [1, 2]), ("audio_test", [2], [1, 2]), ("lab_train", [], [0])])
        let said = try refusal(path)
        #expect(said.hasPrefix(path) && said.contains("'lab_test': is missing, and 'audio_test' is there"), "\(said)")
    }

    @Test func hdf5WithOtherShapesNamesTheArray() throws {
        let scalars = try hdf5("scalars.h5", ["train", "test"].flatMap { [("audio_\($0)", [], [1]), ("lab_\($0)", [], [0])] })
        let flat = try refusal(scalars)
        #expect(flat.hasPrefix(scalars) && flat.contains("audio_t"), "\(flat)")
        let uneven = try hdf5("uneven.h5", ["train", "test"].flatMap { [("audio_\($0)", [2], [1, 2, 3, 4]), ("lab_\($0)", [], [0, 0, 0])] })
        let rows = try refusal(uneven)
        #expect(rows.hasPrefix(uneven) && rows.contains("audio_t") && rows.contains("2 rows") && rows.contains("3"), "\(rows)")
    }

    @Test func npzWithPickledObjectsIsRefusedByTheArraysName() throws {
        let pickled = [UInt8](try Data(contentsOf: URL(fileURLWithPath: arrayFilesGolden("pickled.npy"))))
        let numbers = npy("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }")
        for name in ["audio", "labels", "ids"] {
            var members = ["labels", "splits"].map { ("\($0).npy", numbers) }
            members.append(("audio.npy", npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }")))
            members.removeAll { $0.0 == "\(name).npy" }
            let path = try zip("\(name).npz", members + [("\(name).npy", pickled)])
            let said = try refusal(path)
            #expect(said.hasPrefix(path) && said.contains(name) && said.contains("pickled Python objects, which are never loaded"), "\(said)")
        }
    }

    @Test func npzThatPromises2To60RowsTakesNoMemory() throws {
        let numbers = npy("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }")
        let path = try zip("huge.npz", [("audio.npy", npy(promisesTooMuch)), ("labels.npy", numbers), ("splits.npy", numbers)])
        let said = try refusal(path)
        #expect(said.hasPrefix(path) && said.contains("audio"), "\(said)")
    }

    @Test func aShardThatPromises2To60RowsTakesNoMemory() throws {
        let folder = scratch.path("shards")
        try Samples.write(Samples.clips(.segments, codes: false), Samples.set(.segments, codes: false), as: "webdataset", to: folder)
        let shard = folder + "/train-00000.tar"
        let writer = try ArchiveWriter(path: shard, format: .tar)
        try writer.add(name: "000000000.audio.npy", bytes: npy(promisesTooMuch))
        try writer.add(name: "000000000.json", bytes: Array(#"{"id":"a","label":0,"labels":["dog"],"split":"train","times":{}}"#.utf8))
        try writer.finish()
        let said = try refusal(folder)
        #expect(said.contains("train-00000.tar") && said.contains("000000000.audio.npy"), "\(said)")
    }

    @Test func aShardThatIsCutShortIsRefused() throws {
        let folder = scratch.path("cut")
        try Samples.write(Samples.clips(.segments, codes: false), Samples.set(.segments, codes: false), as: "webdataset", to: folder)
        let shard = folder + "/train-00000.tar"
        let whole = try Data(contentsOf: URL(fileURLWithPath: shard))
        try whole.prefix(700).write(to: URL(fileURLWithPath: shard))
        let said = try refusal(folder)
        #expect(said.contains("train-00000.tar"), "\(said)")
    }

    @Test func safetensorsWithOverlappingOffsetsAreRefused() throws {
        let header = #"{"audio":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"labels":{"dtype":"I64","shape":[1],"data_offsets":[4,12]},"#
            + #""splits":{"dtype":"I64","shape":[1],"data_offsets":[12,20]}}"#
        let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
        let path = try scratch.file("overlap.safetensors", length + Array(header.utf8) + [UInt8](repeating: 0, count: 20))
        let said = try refusal(path)
        #expect(said.hasPrefix(path) && said.contains("labels") && said.contains("overlaps"), "\(said)")
    }
}
