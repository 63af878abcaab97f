import ArrayFiles
import Foundation
import Tensors
import Testing

@Suite struct MappedSafetensorsTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    /// Every type of float, bit by bit.
    @Test(arguments: ["types.safetensors", "table.safetensors"]) func lendsWhatReadingGives(file: String) throws {
        let read = try Safetensors.read(golden(file))
        let mapped = try MappedSafetensors(golden(file))
        #expect(mapped.names == read.names && mapped.metadata == read.metadata)
        for (name, tensor) in read.tensors {
            #expect(mapped.floatShape(of: name) == tensor.shape, "\(name)")
            let bits = mapped.withValues(of: name) { $0.map(\.bitPattern) }
            #expect(bits == tensor.values.map(\.bitPattern), "\(name)")
        }
        for name in Array(read.integers.keys) + ["no such"] {
            #expect(mapped.floatShape(of: name) == nil && mapped.withValues(of: name) { _ in true } == nil, "\(name)")
        }
    }

    /// The format lets values lie at any byte.
    @Test func valuesMayStandAtOddPlaces() throws {
        let header = #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#
        for spaces in 0..<4 {
            let text = header + String(repeating: " ", count: spaces)
            let values: [Float] = [1.5, -.infinity]
            let length = withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { Array($0) }
            let path = try scratch.file("\(spaces)", length + Array(text.utf8) + values.withUnsafeBytes { Array($0) })
            #expect(try MappedSafetensors(path).withValues(of: "a") { Array($0) } == values)
        }
    }

    @Test func aFileThatIsCutShortIsRefusedBeforeItIsMapped() throws {
        let whole = try bytes(of: golden("types.safetensors"))
        for length in [0, 7, 100, whole.count - 1] {
            let path = try scratch.file("cut", Array(whole[..<length]))
            #expect(throws: TensorFileError.self) { try MappedSafetensors(path) }
        }
    }
}
