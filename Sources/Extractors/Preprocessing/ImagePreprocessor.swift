public import Tensors

/// Turns pictures into the square input of a network.
///
/// One is for one thread. The tables for the last picture's size are kept, as the frames of a clip share theirs.
public struct ImagePreprocessor: Sendable {
    /// How a network was fed when its weights were trained or tested by those who publish them.
    public enum Recipe: Hashable, Sendable {
        /// Shorter side to 342 by Pillow's antialiased bilinear filter, centre crop of 299 x 299, then (x / 255 - 0.5) / 0.5.
        case torchvision
        /// Straight to 299 x 299, whatever the aspect ratio, by TensorFlow 1's ResizeBilinear, then (x - 128) / 128.
        case tensorFlow2015
        /// The central 87.5 % of each side, values x / 255, to 299 x 299 by TensorFlow 1's ResizeBilinear, then (x - 0.5) * 2.
        case tensorFlowSlim
        /// Shorter side to 256 by Pillow's antialiased bilinear filter, centre crop of 224 x 224, then (x / 255 - mean) / deviation
        /// with ImageNet's mean and deviation of each channel: torchvision's weights called `IMAGENET1K_V1`.
        case imageNet1KV1
        /// As ``imageNet1KV1``, but the shorter side to 232: torchvision's weights called `IMAGENET1K_V2`.
        case imageNet1KV2

        /// Pixels a side of the network's input.
        public var side: Int {
            switch self {
            case .torchvision, .tensorFlow2015, .tensorFlowSlim: 299
            case .imageNet1KV1, .imageNet1KV2: 224
            }
        }

        /// Numbers of the network's input.
        public var valueCount: Int { 3 * side * side }
    }

    private enum Resizer: Sendable {
        case cropping(CroppingResizer)
        case bilinear(BilinearResizer)
    }

    private let recipe: Recipe
    private var resizer: Resizer?
    private var size = (width: 0, height: 0)

    public init(_ recipe: Recipe) { self.recipe = recipe }

    /// Writes `image` as planes: [3 channels (red, green, blue), ``Recipe/side`` rows, as many columns].
    public mutating func callAsFunction(_ image: RGBImage, into planes: UnsafeMutableBufferPointer<Float>) {
        precondition(planes.count == recipe.valueCount, "\(planes.count) values for an input of \(recipe.valueCount)")
        switch resizer(for: image) {
        case .cropping(let resizer): resizer.resize(image, into: planes)
        case .bilinear(let resizer): resizer.resize(image, into: planes)
        }
    }

    private mutating func resizer(for image: RGBImage) -> Resizer {
        if let resizer, size == (image.width, image.height) { return resizer }
        let (width, height, side) = (image.width, image.height, recipe.side)
        let made: Resizer =
            switch recipe {
            case .torchvision:
                .cropping(CroppingResizer(width: width, height: height, shorterSide: 342, crop: side, levels: .centred))
            case .imageNet1KV1:
                .cropping(CroppingResizer(width: width, height: height, shorterSide: 256, crop: side, levels: .imageNet))
            case .imageNet1KV2:
                .cropping(CroppingResizer(width: width, height: height, shorterSide: 232, crop: side, levels: .imageNet))
            case .tensorFlow2015:
                .bilinear(BilinearResizer(width: width, height: height, side: side, levels: .centredBytes))
            case .tensorFlowSlim:
                .bilinear(BilinearResizer(width: width, height: height, side: side, centre: 0.875, levels: .centredFractions))
            }
        resizer = made
        size = (image.width, image.height)
        return made
    }
}
