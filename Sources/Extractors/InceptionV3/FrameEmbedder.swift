import Clips
public import Tensors

/// The visual embeddings of one clip after another, frame by frame: the memory needed does not grow with a clip's length
/// beyond its rows.
///
/// Row i stands for [i / rate, (i + 1) / rate). One thread uses an object.
public final class FrameEmbedder {
    private let session: InceptionV3.Session
    private let framesPerSecond: Double
    /// Numbers of a row.
    private let width: Int
    /// Numbers of a prepared picture.
    private let pictureSize: Int
    private var preprocess: ImagePreprocessor
    private let pictures: AlignedBuffer
    private var pending = 0
    private var rows: [Float] = []
    /// What the clips so far took.
    public private(set) var time = EmbeddingTime()

    /// - Parameter framesPerSecond: the rate at which the frames were taken.
    /// - Throws: ``ExtractorError/invalidFrameRate(perSecond:)``, ``ExtractorError/inference(_:)``.
    public init(network: InceptionV3, framesPerSecond: Double) throws(ExtractorError) {
        guard framesPerSecond > 0, framesPerSecond.isFinite else { throw .invalidFrameRate(perSecond: framesPerSecond) }
        self.framesPerSecond = framesPerSecond
        width = network.embeddingWidth
        let recipe = network.variant.recipe
        pictureSize = recipe.valueCount
        preprocess = ImagePreprocessor(recipe)
        pictures = AlignedBuffer(count: InceptionV3.group * recipe.valueCount)
        session = try network.makeSession()
    }

    /// Takes the clip's next frame.
    ///
    /// - Throws: ``ExtractorError/inference(_:)``; ``reset()`` then makes the object fit for the next clip.
    public func append(_ frame: RGBImage) throws(ExtractorError) {
        let size = pictureSize
        let start = ContinuousClock.now
        preprocess(frame, into: UnsafeMutableBufferPointer(rebasing: pictures.values[(pending * size)..<((pending + 1) * size)]))
        time.inputs += seconds(since: start)
        pending += 1
        if pending == InceptionV3.group { try embedPending() }
    }

    /// Ends the clip and starts the next. A clip without frames has no rows.
    ///
    /// - Throws: ``ExtractorError/inference(_:)``.
    public func finish() throws(ExtractorError) -> EmbeddedRows {
        defer { reset() }
        if pending > 0 { try embedPending() }
        let count = rows.count / width
        let times = (0..<count).map { Interval(start: Double($0) / framesPerSecond, end: Double($0 + 1) / framesPerSecond) }
        return EmbeddedRows(rows: Matrix(rows: count, columns: width, values: rows), times: times)
    }

    /// Forgets the clip in hand.
    public func reset() {
        pending = 0
        rows.removeAll()
    }

    private func embedPending() throws(ExtractorError) {
        let start = ContinuousClock.now
        rows += try session.embed(UnsafePointer(pictures.base), count: pending).values
        time.network += seconds(since: start)
        pending = 0
    }
}
