import TensorFiles

enum SafetensorsTarget {
    static func run(_ input: UnsafeRawBufferPointer) { _ = try? Safetensors.read(MemoryFile.path(holding: input)) }
}
