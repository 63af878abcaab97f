import Tensors

/// A seeded generator that draws in the course of training, by name.
///
/// A reference, like ``Parameter``, because the layer that draws and the checkpoint that keeps its state share it.
final class RandomStream {
    let name: String
    var generator: SeededGenerator

    init(seed: UInt64, name: String) {
        self.name = name
        generator = SeededGenerator(seed: seed, stream: name)
    }
}
