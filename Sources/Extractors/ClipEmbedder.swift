public import Tensors

/// One worker's session with a network: it embeds one clip after another and never holds more of a clip than its rows.
///
///     switch embedder.input {                          // samples or frames, as they are decoded
///     case .samples(let append): ...
///     case .frames(let append): ...
///     }
///     try embedder.finish(clip)                        // throws tooShort: the clip has no row
///     for done in embedder.takeFinished() { ... }      // this clip or earlier ones, or none
///     ...
///     try embedder.flush()                             // after the last clip
///
/// A row has the same bits whichever clips are beside it. One thread uses an object.
public protocol ClipEmbedder<Clip>: AnyObject {
    /// The caller's name for a clip.
    associatedtype Clip

    /// Takes the next part of the clip in hand.
    var input: EmbedderInput { get }
    /// What the clips so far took.
    var time: EmbeddingTime { get }

    /// Ends the clip in hand, which `clip` names from now on, and starts the next.
    ///
    /// - Throws: ``ExtractorError/tooShort(samples:needed:)`` where the clip has no row, which leaves the other clips as
    ///   they are; ``ExtractorError/inference(_:)``.
    func finish(_ clip: Clip) throws(ExtractorError)

    /// Forgets the clip in hand, but no clip that waits for its rows.
    func reset()

    /// Computes what waits for others to share a batch with.
    ///
    /// - Throws: ``ExtractorError/inference(_:)``.
    func flush() throws(ExtractorError)

    /// The clips that were completed since the last call, in the order of completion.
    func takeFinished() -> [(clip: Clip, rows: EmbeddedRows)]
}

/// What an embedder takes. Each call is valid for one clip; its errors are ``ExtractorError/inference(_:)``.
public enum EmbedderInput {
    /// 16 kHz, mono, -1...1.
    case samples((UnsafeBufferPointer<Float>) throws -> Void)
    case frames((RGBImage) throws -> Void)
}
