@testable import ArrayFiles
@testable import Checkpoints

enum GraphTarget {
    static func run(_ input: UnsafeRawBufferPointer) { _ = try? TensorFlowGraph.read(MappedFile(Array(input), path: "fuzz.pb")) }
}
