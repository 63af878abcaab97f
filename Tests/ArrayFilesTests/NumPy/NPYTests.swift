import ArrayFiles
import Foundation
import Tensors
import Testing

@Suite struct NPYTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    static let grid = (0..<24).map(Float.init)

    static let expected: [(String, StoredArray)] = [
        ("f4", .floats(Tensor(shape: [2, 3, 4], values: grid.map { $0 / 8 }))),
        ("f8_big_fortran", .floats(Tensor(shape: [2, 3, 4], values: grid.map { $0 / 3 }))),
        ("f2", .floats(Tensor(shape: [2], values: [0.5, -2]))),
        ("i2_big", .integers(IntegerTensor(shape: [2, 2], values: [-300, 2, 3, 4]))),
        ("i8", .integers(IntegerTensor(shape: [3], values: [1 << 62, -1, 5]))),
        ("u1", .integers(IntegerTensor(shape: [2], values: [0, 255]))),
        ("u8", .integers(IntegerTensor(shape: [2], values: [1, .max]))),
        ("b1", .integers(IntegerTensor(shape: [2, 1], values: [1, 0]))),
        ("i4_fortran", .integers(IntegerTensor(shape: [2, 3], values: [0, 1, 2, 3, 4, 5]))),
        ("scalar", .floats(Tensor(shape: [], values: [1.5]))),
        ("empty", .floats(Tensor(shape: [0, 3], values: []))),
        ("S", .texts(shape: [3], values: ["dog", "cat!", ""])),
        ("U", .texts(shape: [3], values: ["bébé", "", "汉字x"])),
        ("U_big_fortran", .texts(shape: [2, 2], values: ["a", "b", "c", "de"])),
    ]

    @Test(arguments: expected.indices) func whatNumPyWritesIsRead(index: Int) throws {
        let (name, array) = Self.expected[index]
        #expect(try NPY.read(golden("\(name).npy")) == array, "\(name)")
    }

    @Test func whatIsWrittenIsToTheByteWhatNumPyWrites() throws {
        try NPY.write(Tensor(shape: [2, 3, 4], values: Self.grid.map { $0 / 8 }), to: scratch.path("f4.npy"))
        try NPY.write(IntegerTensor(shape: [3], values: [1 << 62, -1, 5]), to: scratch.path("i8.npy"))
        try NPY.write(Tensor(shape: [], values: [1.5]), to: scratch.path("scalar.npy"))
        try NPY.write(Tensor(shape: [0, 3], values: []), to: scratch.path("empty.npy"))
        for name in ["f4", "i8", "scalar", "empty"] {
            #expect(try bytes(of: scratch.path("\(name).npy")) == bytes(of: golden("\(name).npy")), "\(name)")
        }
    }

    @Test(arguments: [
        ("pickled", "pickled Python objects, which are never loaded"), ("structured", "a structured type"),
        ("complex", "type '<c8'"), ("date", "type '<M8[D]'"), ("u8_too_large", "2^63 - 1"),
    ]) func otherTypesAreNamed(name: String, words: String) throws {
        let error = try #require(throws: TensorFileError.self) { try NPY.read(golden("\(name).npy")) }
        guard case .unsupported(golden("\(name).npy"), _, let found, _) = error else { Issue.record("\(error)"); return }
        #expect(found.contains(words))
    }

    @Test func everyTruncationAndAnythingBehindIsRefused() throws {
        for name in ["f4", "U", "i8"] {
            let whole = try bytes(of: golden("\(name).npy"))
            for length in 0..<whole.count {
                let path = try scratch.file("x", Array(whole[..<length]))
                #expect(throws: TensorFileError.self, "\(name) cut to \(length) bytes") { try NPY.read(path) }
            }
            #expect(throws: TensorFileError.self) { try NPY.read(try scratch.file("x", whole + [0])) }
        }
    }

    @Test(arguments: [
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1152921504606846976,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': 1, }",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }",
        "{'descr': '<f4', 'fortran_order': False}",
        "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': True}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} x",
        "{'descr': [('x', '<f4', 'fortran_order': False, 'shape': (1,)}",
        "{'descr': '<U9223372036854775807', 'fortran_order': False, 'shape': (1,)}",
        "{'descr': '<U-1', 'fortran_order': False, 'shape': (1,)}",
        "{'descr': '', 'fortran_order': False, 'shape': (1,)}",
        "import os", "",
    ]) func aHeaderThatLiesIsRefused(header: String) throws {
        let path = try scratch.file("x", file(header))
        #expect(throws: TensorFileError.self) { try NPY.read(path) }
    }

    /// Arrays that need not a byte, so that the file's size says nothing of them.
    @Test(.timeLimit(.minutes(1)), arguments: [
        ("'<f4'", "(4611686018427387904, 4, 0)", "overflows"), ("'<f4'", "(0, 4611686018427387904, 4)", "overflows"),
        ("'|S0'", "(1152921504606846976,)", "texts of no characters"), ("'<U0'", "(3,)", "texts of no characters"),
    ]) func whatTakesNoBytesIsBounded(type: String, shape: String, words: String) throws {
        let path = try scratch.file("x", file("{'descr': \(type), 'fortran_order': False, 'shape': \(shape)}").dropLast(4))
        let error = try #require(throws: TensorFileError.self) { try NPY.read(path) }
        #expect("\(error)".contains(words), "\(error)")
    }

    @Test func olderSpellingsOfTheHeaderAreRead() throws {
        for header in ["{'descr':'<f4','fortran_order':False,'shape':(1L,)}", "{\"shape\": (1,), 'descr': '<f4', 'fortran_order': True}\n"] {
            #expect(try NPY.read(scratch.file("x", file(header))) == .floats(Tensor(shape: [1], values: [0])))
        }
        var second = file("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }")
        second[6] = 2
        second.insert(contentsOf: [0, 0], at: 10)
        #expect(try NPY.read(scratch.file("x", second)) == .floats(Tensor(shape: [1], values: [0])))
    }

    /// Version 1 with this header and four bytes of zeros.
    private func file(_ header: String) -> [UInt8] {
        [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8) + [0, 0, 0, 0]
    }
}
