import Clips
public import Tensors

/// The visual embeddings of one clip after another, frame by frame: the memory needed does not grow with a clip's length
/// beyond its rows.
///
/// Row i stands for [i / rate, (i + 1) / rate). A clip without frames has no rows. One thread uses an object.
public final class FrameEmbedder<Clip>: ClipEmbedder {
    private let session: PictureSession
    private let framesPerSecond: Double
    /// Pictures that the session takes at once.
    private let group: Int
    /// Numbers of a row.
    private let width: Int
    /// Numbers of a prepared picture.
    private let pictureSize: Int
    private var preprocess: ImagePreprocessor
    private let pictures: AlignedBuffer
    private var pending = 0
    private var rows: [Float] = []
    private var finished: [(clip: Clip, rows: EmbeddedRows)] = []
    /// What the clips so far took.
    public private(set) var time = EmbeddingTime()

    /// - Parameter framesPerSecond: the rate at which the frames were taken.
    /// - Throws: ``ExtractorError/invalidFrameRate(perSecond:)``, ``ExtractorError/inference(_:)``.
    public init(network: some PictureNetwork, framesPerSecond: Double) throws(ExtractorError) {
        guard framesPerSecond > 0, framesPerSecond.isFinite else { throw .invalidFrameRate(perSecond: framesPerSecond) }
        self.framesPerSecond = framesPerSecond
        group = type(of: network).group
        width = network.embeddingWidth
        pictureSize = network.recipe.valueCount
        preprocess = ImagePreprocessor(network.recipe)
        pictures = AlignedBuffer(count: group * pictureSize)
        session = try network.makeSession()
    }

    public var input: EmbedderInput { .frames { [self] frame in try append(frame) } }

    /// Takes the clip's next frame.
    ///
    /// - Throws: ``ExtractorError/inference(_:)``; ``reset()`` then makes the object fit for the next clip.
    public func append(_ frame: RGBImage) throws(ExtractorError) {
        let size = pictureSize
        let start = ContinuousClock.now
        preprocess(frame, into: UnsafeMutableBufferPointer(rebasing: pictures.values[(pending * size)..<((pending + 1) * size)]))
        time.inputs += seconds(since: start)
        pending += 1
        if pending == group { try flush() }
    }

    /// Ends the clip, which is completed at once, and starts the next.
    ///
    /// - Throws: ``ExtractorError/inference(_:)``.
    public func finish(_ clip: Clip) throws(ExtractorError) {
        defer { reset() }
        try flush()
        let count = rows.count / width
        let times = (0..<count).map { Interval(start: Double($0) / framesPerSecond, end: Double($0 + 1) / framesPerSecond) }
        finished.append((clip, EmbeddedRows(rows: Matrix(rows: count, columns: width, values: rows), times: times)))
    }

    /// Forgets the clip in hand.
    public func reset() {
        pending = 0
        rows.removeAll()
    }

    /// Computes the pictures that wait, which are all of the clip in hand.
    ///
    /// - Throws: ``ExtractorError/inference(_:)``.
    public func flush() throws(ExtractorError) {
        guard pending > 0 else { return }
        let start = ContinuousClock.now
        rows += try session.embed(UnsafePointer(pictures.base), count: pending).values
        time.network += seconds(since: start)
        pending = 0
    }

    public func takeFinished() -> [(clip: Clip, rows: EmbeddedRows)] {
        defer { finished = [] }
        return finished
    }
}
