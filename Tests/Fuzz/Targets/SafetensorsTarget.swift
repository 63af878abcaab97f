import ArrayFiles

enum SafetensorsTarget {
    private static let file = MemoryFile(named: "fuzz.safetensors")

    static func run(_ input: UnsafeRawBufferPointer) { _ = try? Safetensors.read(file.holding(input)) }
}
