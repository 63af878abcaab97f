import ArrayFiles
import Foundation
import Tensors
import Testing

@Suite struct NPZTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    @Test func storedAndDeflatedArchivesAreRead() throws {
        let stored = try NPZ.read(golden("parts.npz"))
        #expect(stored.keys.sorted() == ["audio_test", "audio_train", "lab_test", "lab_train", "visual_test", "visual_train"])
        #expect(stored["lab_train"] == .integers(IntegerTensor(shape: [3, 1], values: [0, 1, 2])))
        #expect(stored["lab_test"] == .floats(Tensor(shape: [2], values: [1, 0])))
        let deflated = try NPZ.read(golden("table.npz"))
        #expect(deflated["ids"] == .texts(shape: [5], values: ["dog/1", "dog/2", "cät/1", "cat/2", "cat/3"]))
        #expect(deflated["splits"] == .integers(IntegerTensor(shape: [5], values: [0, 0, 0, 2, 2])))
    }

    @Test func arraysInNPZAreThoseInHDF5() throws {
        let hdf5 = try openArrays(golden("parts.h5")), npz = try openArrays(golden("parts.npz"))
        #expect(hdf5.names == npz.names)
        for name in npz.names { #expect(try hdf5.read(name).asFloats?.values == npz.read(name).asFloats?.values, "\(name)") }
    }

    @Test func aDamagedOrTruncatedArchiveIsAnError() throws {
        let whole = try bytes(of: golden("table.npz"))
        for length in [4, 40, 200, whole.count / 2] {
            let path = try scratch.file("cut.npz", Array(whole[..<length]))
            #expect(throws: TensorFileError.self, "cut to \(length) bytes") { try NPZ.read(path) }
        }
        var damaged = whole
        damaged[100] ^= 0x40
        let path = try scratch.file("damaged.npz", damaged)
        let error = try #require(throws: TensorFileError.self) { try NPZ.read(path) }
        guard case .malformed(path, "npz", _) = error else { Issue.record("\(error)"); return }
    }

    @Test func missingFilesAreNamed() {
        #expect(throws: TensorFileError.inaccessible(file: scratch.path("none"), reason: "cannot be opened: No such file or directory")) {
            try NPZ.read(scratch.path("none"))
        }
    }
}
