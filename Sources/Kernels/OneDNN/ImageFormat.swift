/// The kind of number an activation or weight is stored as.
public enum ElementType: String, Hashable, Sendable, CaseIterable {
    case float32
    case bfloat16

    public var byteCount: Int { self == .float32 ? 4 : 2 }
}

/// Rows and columns: of a window, a padding, an area.
public struct Extent: Hashable, Sendable {
    public let height: Int
    public let width: Int

    public init(height: Int, width: Int) {
        self.height = height
        self.width = width
    }

    public init(_ side: Int) { self.init(height: side, width: side) }
}

/// The shape of one image's activations.
public struct ImageShape: Hashable, Sendable, CustomStringConvertible {
    public let channels: Int
    public let height: Int
    public let width: Int

    public init(channels: Int, height: Int, width: Int) {
        self.channels = channels
        self.height = height
        self.width = width
    }

    public var elementCount: Int { channels * height * width }

    public var description: String { "\(channels) x \(height) x \(width)" }
}

/// The order in which an image's activations lie in memory.
public enum ImageLayout: Hashable, Sendable {
    /// Channel by channel: [channels, height, width].
    case planes
    /// Pixel by pixel: [height, width, channels].
    case interleaved
    /// [channels / block, height, width, block], the last block filled up with zeros: what the fast kernels read and write.
    case blocked

    /// Channels in a block: as many as a vector register holds floats.
    public static let block = OneDNN.hasAVX512 ? 16 : 8
}

/// One image in memory: a batch is a row of these.
public struct ImageFormat: Hashable, Sendable {
    public let shape: ImageShape
    public let layout: ImageLayout
    public let element: ElementType

    public init(_ shape: ImageShape, _ layout: ImageLayout, _ element: ElementType) {
        self.shape = shape
        self.layout = layout
        self.element = element
    }

    /// Bytes, with the filling of the last channel block.
    public var byteCount: Int {
        let block = layout == .blocked ? ImageLayout.block : 1
        return (shape.channels + block - 1) / block * block * shape.height * shape.width * element.byteCount
    }
}
