import Tensors

/// Deterministic values in -1...1.
func noise(_ count: Int) -> [Float] {
    var generator = SeededGenerator(seed: 1)
    return (0..<count).map { _ in Float(generator.uniform(-1...1)) }
}
