import Foundation
import ArrayFiles
import Tensors
import Testing

@Suite struct FeatureArraysTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    /// The reference script's five rows.
    private var table: FeatureArrays { get throws { try FeatureArrays.read(golden("parts.h5")) } }

    @Test(arguments: ["parts.h5", "markers_int8.h5", "markers_bytes.h5", "markers_texts.h5", "markers_floats.h5", "markers_bools.h5"])
    func theLayoutsOfTheFieldGiveTheSameRows(name: String) throws {
        let features = try FeatureArrays.read(golden(name))
        #expect(features.audio.rows == 5 && features.audio.columns == 4 && features.visual.columns == 6)
        #expect(features.audio.values[..<3] == [0.126, -0.132, 0.64])
        #expect(features.labels == [0, 1, 2, 1, 0])
        #expect(features.splits == [.train, .train, .train, .test, .test])
        #expect(try features == table)
    }

    @Test func theTableComesBackAsItWasStored() throws {
        let rows = try table
        let stored = try FeatureArrays(
            audio: rows.audio, visual: rows.visual, labels: rows.labels, splits: [.train, .validation, .train, .test, .test],
            classNames: ["dog", "cät", "bi\"rd"], ids: ["a/1", "a/2", "b", "c", "d"], file: "memory")
        try Safetensors.write(stored.dictionary, to: scratch.path("table.safetensors"))
        #expect(try FeatureArrays.read(scratch.path("table.safetensors")) == stored)
    }

    @Test func anUnknownLayoutTellsWhatWasFoundAndExpected() throws {
        var dictionary = TensorDictionary(tensors: ["audio_train": Tensor(shape: [1, 1], values: [0]), "zzz": Tensor(shape: [], values: [0])])
        dictionary.integers["lab_train"] = IntegerTensor(shape: [1], values: [0])
        let error = try #require(throws: TensorFileError.self) { try FeatureArrays.read(file(dictionary)) }
        let message = "\(error)"
        #expect(message.contains("it holds 'audio_train', 'lab_train', 'zzz'"))
        #expect(message.contains("(missing: visual_train, audio_test, visual_test, lab_test)"))
        #expect(message.contains("audio_feat + visual_feat + Label_ID + Train_test (or Split)"))
    }

    @Test func filesOfNoKnownKindAreRefused() throws {
        for bytes in [[], Array("hello, world".utf8), try bytes(of: golden("f4.npy"))] as [[UInt8]] {
            let path = try scratch.file("x", bytes)
            #expect(throws: TensorFileError.malformed(
                file: path, format: "feature", problem: "its first bytes are neither HDF5's, nor a zip's (npz), nor safetensors'")
            ) { try FeatureArrays.read(path) }
        }
    }

    /// What is changed in a good table, and words of the message.
    static let refused: [(@Sendable (inout TensorDictionary) -> Void, String)] = [
        ({ $0.tensors["audio"]!.values[5] = .nan }, "'audio': 1 of 5 rows have NaN or infinite values, the first is row 1"),
        ({ $0.tensors["visual"]!.values[29] = .infinity }, "'visual': 1 of 5 rows have NaN or infinite values, the first is row 4"),
        ({ $0.tensors["visual"] = Tensor(shape: [4, 6], values: .init(repeating: 0, count: 24)) },
         "'visual': 4 rows, but the audio features have 5"),
        ({ $0.integers["labels"] = IntegerTensor(shape: [4], values: [0, 1, 2, 1]) }, "'labels': 4 rows, but the audio features have 5"),
        ({ $0.integers["labels"]!.values[2] = -1 }, "'labels': row 2 is -1; expected class ids from 0"),
        ({ $0.integers["labels"]!.values[2] = 1 << 40 }, "'labels': row 2 is 1099511627776; expected class ids from 0"),
        ({ $0.integers["labels"]!.values[2] = 2; $0.metadata["class_names"] = #"["a","b"]"# },
         "'labels': row 2 is 2; expected one of the 2 named classes"),
        ({ $0.integers["labels"] = nil; $0.tensors["labels"] = Tensor(shape: [5], values: [0, 1, 1.5, 0, 0]) },
         "row 2 is 1.5, expected a whole number"),
        ({ $0.integers["labels"] = nil; $0.tensors["labels"] = Tensor(shape: [5], values: [0, .nan, 1, 0, 0]) },
         "row 1 is nan, expected a whole number"),
        ({ $0.integers["labels"] = IntegerTensor(shape: [5, 2], values: .init(repeating: 0, count: 10)) },
         "'labels' has shape [5, 2], expected (N,) or (N, 1)"),
        ({ $0.integers["splits"]!.values = [0, 0, 0, 0, 0] }, "'splits': no row is marked test, of 5 rows"),
        ({ $0.integers["splits"]!.values = [2, 2, 1, 2, 2] }, "'splits': no row is marked train, of 5 rows"),
        ({ $0.integers["splits"]!.values[3] = 3 }, "'splits': row 3 is 3; expected 0 (train), 1 (validation) or 2 (test)"),
        ({ $0.tensors["audio"] = Tensor(shape: [5, 2, 2], values: .init(repeating: 0, count: 20)) },
         "'audio' has shape [5, 2, 2], expected [rows, width]"),
        ({ $0.tensors["audio"] = Tensor(shape: [5, 0], values: []) }, "no features"),
        ({ $0.metadata["ids"] = #"["a","b","c","d"]"# }, "'ids': 4 rows, but the audio features have 5"),
        ({ $0.metadata["ids"] = #"["a","b","c","d","a"]"# }, "'ids': an id stands twice"),
        ({ $0.metadata["ids"] = "a, b" }, "'ids': the metadata is no JSON list of texts"),
    ]

    @Test(arguments: refused.indices) func whatCannotBeTrainedOnIsRefused(index: Int) throws {
        let (change, words) = Self.refused[index]
        var dictionary = try table.dictionary
        change(&dictionary)
        let path = try file(dictionary)
        let error = try #require(throws: TensorFileError.self) { try FeatureArrays.read(path) }
        #expect("\(error)".hasPrefix("\(path): ") && "\(error)".contains(words), "\(error)")
    }

    @Test func partsThatDoNotMatchAreRefused() throws {
        let good = ["audio_train": [2, 3], "visual_train": [2, 4], "audio_test": [1, 3], "visual_test": [1, 4]]
        for (name, shape, words) in [
            ("audio_test", [1, 2], "'audio_test': its rows have 2 values, those of the training part 3"),
            ("visual_train", [3, 4], "'visual_train': has 3 rows, 'lab_train' has 2"),
            ("visual_test", [0, 4], "'visual_test': has 0 rows, 'lab_test' has 1"),
        ] {
            var dictionary = TensorDictionary(integers: [
                "lab_train": IntegerTensor(shape: [2, 1], values: [0, 1]), "lab_test": IntegerTensor(shape: [1], values: [0]),
            ])
            for (name, shape) in good.merging([name: shape], uniquingKeysWith: { $1 }) {
                dictionary.tensors[name] = Tensor(shape: shape, values: .init(repeating: 0, count: shape.reduce(1, *)))
            }
            let error = try #require(throws: TensorFileError.self) { try FeatureArrays.read(file(dictionary)) }
            #expect("\(error)".contains(words), "\(error)")
        }
    }

    @Test func markersOfAnotherSpellingAreRefused() throws {
        var dictionary = TensorDictionary(tensors: [
            "audio_feat": Tensor(shape: [2, 1], values: [0, 1]), "visual_feat": Tensor(shape: [2, 1], values: [0, 1]),
            "Train_test": Tensor(shape: [2], values: [1, 0.5]),
        ], integers: ["Label_ID": IntegerTensor(shape: [2], values: [0, 1])])
        let error = try #require(throws: TensorFileError.self) { try FeatureArrays.read(file(dictionary)) }
        #expect("\(error)".contains("'Train_test': row 1 is '0.5'; expected 1 (train), 0 (test) or 2 (validation)"))
        dictionary.tensors["Train_test"]!.values = [1, 1]
        let empty = try #require(throws: TensorFileError.self) { try FeatureArrays.read(file(dictionary)) }
        #expect("\(empty)".contains("no row is marked test"))
    }

    private func file(_ dictionary: TensorDictionary) throws -> String {
        try Safetensors.write(dictionary, to: scratch.path("x.safetensors"))
        return scratch.path("x.safetensors")
    }
}
