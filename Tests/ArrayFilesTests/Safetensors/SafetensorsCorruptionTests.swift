import ArrayFiles
import Foundation
import Testing

/// Files that must be refused, each for its own reason and before memory is taken for what they promise.
@Suite struct SafetensorsCorruptionTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    /// Header, bytes of data, and words of the message.
    static let refused: [(String, Int, String)] = [
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 7, "8 bytes, the file has 7"),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 9, "8 bytes, the file has 9"),
        (#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, 8, "takes 12 bytes"),
        (#"{"a":{"dtype":"F32","shape":[1152921504606846976],"data_offsets":[0,8]}}"#, 8, "takes 4611686018427387904 bytes"),
        (#"{"a":{"dtype":"F32","shape":[1152921504606846976],"data_offsets":[0,4611686018427387904]}}"#, 8, "the file has 8"),
        (#"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}"#, 8, "overflows"),
        (#"{"a":{"dtype":"F32","shape":[4611686018427387904,4,0],"data_offsets":[0,0]}}"#, 0, "overflows"),
        (#"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}"#, 8, "whole and not negative"),
        (#"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#, 8, "whole and not negative"),
        (#"{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}"#, 8, "whole and not negative"),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#, 8, "offsets say 8 to 0"),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,9]}}"#, 8, "two data_offsets"),
        (#"{"a":{"dtype":"F32","shape":[2]}}"#, 8, "two data_offsets"),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"more":1}}"#, 8, "two data_offsets"),
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8, "leaves a hole"),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8, "overlaps"),
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8, "'a' stands twice"),
        (#"{"__metadata__":{"k":"v","k":"w"}}"#, 0, "'k' stands twice"),
        (#"{"__metadata__":{"k":1}}"#, 0, "'k' is not a text"),
        (#"{"__metadata__":[]}"#, 0, "not an object"),
        (#"{"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}"#, 8, "of type C64"),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#, 8, "',' or '}' was expected"),
        (#"{"a":1,}"#, 0, "a key was expected"),
        (#"{} x"#, 0, "text after the end"),
        (#"[]"#, 0, "does not begin with '{'"),
        (#" {}"#, 0, "does not begin with '{'"),
        (#"{"\ud800":1}"#, 0, "surrogate"),
        (#"{"\q":1}"#, 0, "unknown escape"),
        ("{\"a\nb\":1}", 0, "control character"),
        (#"{"a":[[[[[[[[[[[[]]]]]]]]]]]]}"#, 0, "levels deep"),
    ]

    @Test(arguments: refused.indices) func aHeaderThatLiesIsRefused(index: Int) throws {
        let (header, dataSize, words) = Self.refused[index]
        let path = try file(header: Array(header.utf8), dataSize: dataSize)
        let error = try #require(throws: TensorFileError.self) { try Safetensors.read(path) }
        #expect("\(error)".hasPrefix("\(path): ") && "\(error)".contains(words), "\(error)")
        #expect(throws: error) { try Safetensors.readHeader(path) }
    }

    @Test func headersThatAreNoTextOrNotThereAreRefused() throws {
        let files: [[UInt8]] = [
            [], [1, 2, 3], [2, 0, 0, 0, 0, 0, 0, 0], [UInt8](repeating: 0xff, count: 8) + Array("{}".utf8),
            [0, 0, 0, 0, 0, 0, 0, 0x10, 0x7b, 0x7d],
            [8, 0, 0, 0, 0, 0, 0, 0] + Array(#"{""#.utf8) + [0xff, 0xfe] + Array(#"":1}"#.utf8),
        ]
        for bytes in files {
            let error = try #require(throws: TensorFileError.self) { try Safetensors.read(try scratch.file("x", bytes)) }
            guard case .malformed(_, "safetensors", _) = error else { Issue.record("\(error)"); continue }
        }
    }

    @Test func everyTruncationOfAGoodFileIsRefused() throws {
        let whole = try bytes(of: golden("table.safetensors"))
        for length in 0..<whole.count {
            let path = try scratch.file("x", Array(whole[..<length]))
            #expect(throws: TensorFileError.self, "cut to \(length) bytes") { try Safetensors.read(path) }
        }
    }

    @Test func escapesInNamesAreUnderstood() throws {
        let header = #"{"\u00e9\ud83d\udc15\/\"\\\n":{"shape":[],"data_offsets":[0,4],"dtype":"F32"} , "__metadata__" : { } }   "#
        #expect(try Safetensors.read(file(header: Array(header.utf8), dataSize: 4)).names == ["é🐕/\"\\\n"])
    }

    private func file(header: [UInt8], dataSize: Int) throws -> String {
        let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) }
        return try scratch.file("x", length + header + [UInt8](repeating: 0, count: dataSize))
    }
}
