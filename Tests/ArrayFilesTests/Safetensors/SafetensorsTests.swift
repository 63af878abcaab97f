import ArrayFiles
import Foundation
import Tensors
import Testing

@Suite struct SafetensorsTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    @Test func everyElementTypeOfTheReferenceLibraryIsRead() throws {
        let file = try Safetensors.read(golden("types.safetensors"))
        #expect(file.tensors["half"] == Tensor(shape: [2, 2], values: [0.5, -2, 65_504, 5.9604645e-08]))
        #expect(file.tensors["brain"] == Tensor(shape: [3], values: [1, -3.140625, 1.00025555e+30]))
        #expect(file.tensors["single"] == Tensor(shape: [1, 2, 3], values: (0..<6).map { Float($0) / 7 }))
        #expect(file.tensors["double"] == Tensor(shape: [2], values: [1 / 3, -0]))
        #expect(file.tensors["scalar"] == Tensor(shape: [], values: [2.5]))
        #expect(file.tensors["nothing"] == Tensor(shape: [0, 4], values: []))
        #expect(file.integers["long"] == IntegerTensor(shape: [2], values: [1 << 62, -1]))
        #expect(file.integers["int"]?.values == [-(1 << 31), 7])
        #expect(file.integers["short"]?.values == [-300, 300])
        #expect(file.integers["byte"]?.values == [-128, 127])
        #expect(file.integers["code"]?.values == [0, 255, 128])
        #expect(file.integers["flag"]?.values == [1, 0, 1])
        #expect(file.metadata == ["who": "the \"library\""])
        #expect(file.tensors.count == 6 && file.integers.count == 6)
    }

    @Test func theHeaderAloneTellsNamesShapesAndTypes() throws {
        let header = try Safetensors.readHeader(golden("types.safetensors"))
        let brain = try #require(header.entries.first { $0.name == "brain" })
        #expect(brain.elementType == .bfloat16 && brain.shape == [3] && brain.range.count == 6)
        #expect(header.metadata == ["who": "the \"library\""] && header.entries.count == 12 && header.fileSize == 862)
    }

    @Test func whatIsWrittenIsToTheByteWhatTheReferenceLibraryWrites() throws {
        let table = TensorDictionary(
            tensors: ["visual": Tensor(shape: [2, 1], values: [0.25, -1]), "audio": Tensor(shape: [2, 3], values: [0, 1, 2, 3, 4, 5])],
            integers: ["splits": IntegerTensor(shape: [2], values: [0, 2]), "labels": IntegerTensor(shape: [2], values: [4, -5])],
            metadata: ["ids": #"["a/b","ä\n"]"#])
        try Safetensors.write(table, to: scratch.path("table.safetensors"))
        #expect(try bytes(of: scratch.path("table.safetensors")) == bytes(of: golden("table.safetensors")))
    }

    @Test func whatIsWrittenComesBack() throws {
        let nasty = "quote \" backslash \\ newline \n bell \u{7} emoji 🐕 é"
        var dictionary = TensorDictionary(metadata: [nasty: nasty, "a": "", "Z": "z"])
        dictionary.tensors = [
            nasty: Tensor(shape: [], values: [-0.0]), "odd": Tensor(shape: [3], values: [.infinity, 1e-45, .greatestFiniteMagnitude]),
            "empty": Tensor(shape: [4, 0], values: []),
        ]
        dictionary.integers = ["x": IntegerTensor(shape: [1, 2], values: [.min, .max])]
        try Safetensors.write(dictionary, to: scratch.path("a"))
        #expect(try Safetensors.read(scratch.path("a")) == dictionary)
        try Safetensors.write(TensorDictionary(), to: scratch.path("a"))
        #expect(try Safetensors.read(scratch.path("a")) == TensorDictionary())
        #expect(try scratch.contents == ["a"])
    }

    @Test func theDataIsAlignedAndTheBytesAreThoseOfTheContents() throws {
        var dictionary = TensorDictionary()
        for name in ["b", "a", "dd", "c"] { dictionary.tensors[name] = Tensor(shape: [3], values: [1, 2, 3]) }
        try Safetensors.write(dictionary, to: scratch.path("first"))
        try Safetensors.write(Safetensors.read(scratch.path("first")), to: scratch.path("second"))
        let file = try bytes(of: scratch.path("first"))
        #expect(try file == bytes(of: scratch.path("second")))
        #expect(Int(file[0]) % 8 == 0 && file[1] != 0xff)
    }

    @Test func aFileThatCannotBeReplacedIsLeftAlone() throws {
        #expect(throws: TensorFileError.inaccessible(file: scratch.path("no/where"), reason: "cannot be written: No such file or directory")) {
            try Safetensors.write(TensorDictionary(), to: scratch.path("no/where"))
        }
        try FileManager.default.createDirectory(atPath: scratch.path("folder/x"), withIntermediateDirectories: true)
        #expect(throws: TensorFileError.self) { try Safetensors.write(TensorDictionary(), to: scratch.path("folder")) }
        #expect(try scratch.contents == ["folder"])
    }

    @Test func missingFilesAndFoldersAreNamed() throws {
        #expect(throws: TensorFileError.inaccessible(file: scratch.path("none"), reason: "cannot be opened: No such file or directory")) {
            try Safetensors.read(scratch.path("none"))
        }
        #expect(throws: TensorFileError.inaccessible(file: scratch.folder, reason: "is not a regular file")) {
            try Safetensors.read(scratch.folder)
        }
    }
}
