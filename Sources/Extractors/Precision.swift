import Kernels

/// What a network computes in.
public enum Precision: String, Hashable, Sendable, CaseIterable {
    /// 32-bit floats throughout.
    case float32
    /// Weights and activations rounded to 8 significant bits, sums in 32-bit floats: about half the time and a relative
    /// error of a few per cent (4 % on random weights). Images and examples come in, and embeddings go out, as 32-bit floats.
    /// VGGish's convolutions stay in float32 where that is faster: see its table of algorithms.
    case bfloat16

    var element: ElementType { self == .float32 ? .float32 : .bfloat16 }
}
