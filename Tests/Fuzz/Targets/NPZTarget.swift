import ArrayFiles

enum NPZTarget {
    private static let file = MemoryFile(named: "fuzz.npz")

    static func run(_ input: UnsafeRawBufferPointer) { _ = try? NPZ.read(file.holding(input)) }
}
