import ArrayFiles
import Foundation
import Tensors
import Testing

@Suite struct HDF5FileTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    @Test func everyKindOfDatasetIsRead() throws {
        let file = try HDF5File(golden("types.h5"))
        #expect(try file.read("single") == .floats(Tensor(shape: [2, 3], values: (0..<6).map { Float($0) / 7 })))
        #expect(try file.read("double_big") == .floats(Tensor(shape: [2], values: [1 / 3, -2])))
        #expect(try file.read("half") == .floats(Tensor(shape: [2], values: [0.5, -2])))
        #expect(try file.read("scalar") == .floats(Tensor(shape: [], values: [2.5])))
        #expect(try file.read("zero") == .floats(Tensor(shape: [0, 3], values: [])))
        #expect(try file.read("link") == file.read("single"))
        #expect(try file.read("group/nested/long") == .integers(IntegerTensor(shape: [2, 1], values: [1 << 62, -1])))
        #expect(try file.read("code") == .integers(IntegerTensor(shape: [2], values: [0, 255])))
        #expect(try file.read("unsigned") == .integers(IntegerTensor(shape: [2], values: [.max, 1])))
        #expect(try file.read("flag") == .integers(IntegerTensor(shape: [2], values: [1, 0])))
        #expect(try file.read("compressed") == .integers(IntegerTensor(shape: [30, 20], values: (0..<600).map(Int64.init))))
        #expect(try file.read("fixed") == .texts(shape: [3], values: ["dog", "cat!", ""]))
        #expect(try file.read("variable") == .texts(shape: [3], values: ["bébé", "", "汉字"]))
        #expect(try file.read("one_text") == .texts(shape: [], values: ["hello"]))
        #expect(try file.shape(of: "compressed") == [30, 20])
    }

    @Test func datasetsInGroupsAreListed() throws {
        let names = try HDF5File(golden("types.h5")).datasetNames()
        #expect(names.contains("group/nested/long") && names.contains("single") && !names.contains("group"))
        #expect(names == names.sorted() && names.count == 18)
    }

    @Test func aMissingNameComesWithTheNamesThereAre() throws {
        let file = try HDF5File(golden("parts.h5"))
        let names = ["audio_test", "audio_train", "lab_test", "lab_train", "visual_test", "visual_train"]
        for name in ["lab", "group/x", "", "/"] {
            #expect(throws: TensorFileError.noSuchArray(file: golden("parts.h5"), name: name, found: names)) { try file.read(name) }
        }
    }

    @Test(arguments: [
        ("complex", "neither of numbers nor of texts"), ("empty", "an empty dataspace"), ("unsigned_too_large", "above 2^63 - 1"),
        ("latin1", "not UTF-8"),
    ]) func whatCannotBeReadIsNamed(name: String, words: String) throws {
        let file = try HDF5File(golden("types.h5"))
        let error = try #require(throws: TensorFileError.self) { try file.read(name) }
        guard case .unsupported(golden("types.h5"), name, words, _) = error else {
            #expect("\(error)".contains(words), "\(error)")
            return
        }
    }

    @Test func aShapeTheFileCannotHoldTakesNoMemory() throws {
        let error = try #require(throws: TensorFileError.self) { try HDF5File(golden("types.h5")).read("never_written") }
        #expect("\(error)".contains("takes 4398046511104 bytes, but 0 are stored"))
    }

    @Test func filesOfAnotherKindAreRefusedInSilence() throws {
        for bytes in [[], Array("audio_train".utf8), try bytes(of: golden("f4.npy"))] as [[UInt8]] {
            let path = try scratch.file("x", bytes)
            let error = try #require(throws: TensorFileError.self) { try HDF5File(path) }
            guard case .malformed(path, "HDF5", _) = error else { Issue.record("\(error)"); continue }
        }
        #expect(throws: TensorFileError.inaccessible(file: scratch.path("none"), reason: "cannot be opened: No such file or directory")) {
            try HDF5File(scratch.path("none"))
        }
    }

    @Test func aTruncatedFileIsAnError() throws {
        let whole = try bytes(of: golden("parts.h5"))
        for length in [100, 2_000, whole.count / 2, whole.count - 1] {
            let path = try scratch.file("cut", Array(whole[..<length]))
            #expect(throws: TensorFileError.self, "cut to \(length)") {
                let file = try HDF5File(path)
                for name in try file.datasetNames() { _ = try file.read(name) }
            }
        }
    }

    @Test func aDamagedChunkIsAnError() throws {
        var bytes = try bytes(of: golden("types.h5"))
        let start = try #require(bytes.indices.first { bytes[$0...].starts(with: [0x78, 0x5e]) || bytes[$0...].starts(with: [0x78, 0x9c]) })
        for index in (start + 4)..<(start + 12) { bytes[index] ^= 0xff }
        let file = try HDF5File(try scratch.file("damaged", bytes))
        let error = try #require(throws: TensorFileError.self) { try file.read("compressed") }
        guard case .hdf5(_, "H5Dread", "compressed", let reason) = error else { Issue.record("\(error)"); return }
        #expect(!reason.isEmpty && reason != "no reason is given")
    }

    @Test func aThousandOpensLeaveNothingOpen() throws {
        let before = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
        for _ in 0..<1_000 {
            let file = try HDF5File(golden("parts.h5"))
            _ = try file.read("lab_train")
            _ = try? file.read("none")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count < before + 20)
    }

    @Test func threadsTakeTurns() async throws {
        try await withThrowingTaskGroup(of: StoredArray.self) { group in
            for _ in 0..<16 { group.addTask { try HDF5File(golden("types.h5")).read("variable") } }
            for try await array in group { #expect(array == .texts(shape: [3], values: ["bébé", "", "汉字"])) }
        }
    }
}
