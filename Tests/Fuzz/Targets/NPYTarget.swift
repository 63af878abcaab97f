import ArrayFiles

enum NPYTarget {
    static func run(_ input: UnsafeRawBufferPointer) { _ = try? NPY.decode(Array(input), name: "array", file: "fuzz.npy") }
}
