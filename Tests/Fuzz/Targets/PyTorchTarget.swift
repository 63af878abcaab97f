@testable import ArrayFiles
@testable import Checkpoints

/// Both formats of `torch.save`: the zip archive and the pickles before it.
enum PyTorchTarget {
    static func run(_ input: UnsafeRawBufferPointer) { _ = try? PyTorchFile.read(MappedFile(Array(input), path: "fuzz.pth")) }
}
