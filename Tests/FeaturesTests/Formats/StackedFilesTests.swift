import ArrayFiles
import Clips
@testable import Features
import Foundation
import Tensors
import Testing

/// npz and safetensors: the same arrays in two files.
@Suite(.serialized) struct StackedFilesTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    @Test(arguments: ["npz", "safetensors"]) func pooledFilesAreTrainedOnAsTheyAre(format: String) throws {
        let path = scratch.path("a.\(format)")
        try Samples.write(Samples.clips(.pooled, codes: false), Samples.set(.pooled, codes: false), as: format, to: path)
        let index = try FeatureLocation.file(path: path).index {}
        #expect(index.entries.map(\.label) == [0, 1, 2, 0, 1, 2].map { Samples.classNames[$0] })
        #expect(index.entries.map(\.split) == [.train, .train, .validation, .test, .test, .train])
        #expect(index.classNames == Samples.classNames && index.entries[0].id == "a1/Violin, fiddle/2-7")
    }

    @Test(arguments: ["npz", "safetensors"]) func segmentsHaveOffsets(format: String) throws {
        let path = scratch.path("a.\(format)")
        try Samples.write(Samples.clips(.segments, codes: false), Samples.set(.segments, codes: false), as: format, to: path)
        let file = try openArrays(path)
        #expect(try file.read("audio_offsets") == .integers(IntegerTensor(shape: [7], values: [0, 1, 3, 6, 7, 9, 12])))
        #expect(try file.shape(of: "visual") == [12, 6])
    }

    @Test func offsetsThatRunPastTheRowsAreNamed() throws {
        let path = scratch.path("bad.safetensors")
        try Safetensors.write(
            TensorDictionary(
                tensors: ["audio": Tensor(shape: [2, 1], values: [1, 2])],
                integers: [
                    "labels": IntegerTensor(shape: [2], values: [0, 0]), "splits": IntegerTensor(shape: [2], values: [0, 2]),
                    "audio_offsets": IntegerTensor(shape: [3], values: [0, 1, 9]),
                ]), to: path)
        #expect(throws: FeatureError.malformed(file: path, item: "audio", problem: "its offsets go from 1 to 9, of 2 rows")) { try Samples.read(path) }
    }

    @Test func moreRowsThanTheFileHoldsAreNamed() throws {
        let path = scratch.path("short.safetensors")
        try Safetensors.write(
            TensorDictionary(
                tensors: ["audio": Tensor(shape: [1, 2], values: [1, 2])],
                integers: ["labels": IntegerTensor(shape: [2], values: [0, 0]), "splits": IntegerTensor(shape: [2], values: [0, 2])]), to: path)
        #expect(throws: FeatureError.malformed(file: path, item: "audio", problem: "has 1 rows, 'labels' has 2")) { try Samples.read(path) }
    }
}
