public import Tensors

/// Turns pictures into the 299 x 299 input of Inception V3.
///
/// One is for one thread. The tables for the last picture's size are kept, as the frames of a clip share theirs.
public struct ImagePreprocessor: Sendable {
    /// How a variant of the network was fed when it was trained.
    public enum Recipe: Hashable, Sendable {
        /// Shorter side to 342 by Pillow's antialiased bilinear filter, centre crop of 299 x 299, then (x / 255 - 0.5) / 0.5.
        case torchvision
        /// Straight to 299 x 299, whatever the aspect ratio, by TensorFlow 1's ResizeBilinear, then (x - 128) / 128.
        case tensorFlow2015
        /// The central 87.5 % of each side, values x / 255, to 299 x 299 by TensorFlow 1's ResizeBilinear, then (x - 0.5) * 2.
        case tensorFlowSlim
    }

    /// Pixels a side of the network's input.
    public static let side = 299

    private enum Resizer: Sendable {
        case cropping(CroppingResizer)
        case bilinear(BilinearResizer)
    }

    private let recipe: Recipe
    private var resizer: Resizer?
    private var size = (width: 0, height: 0)

    public init(_ recipe: Recipe) { self.recipe = recipe }

    /// Writes `image` as planes: [3 channels (red, green, blue), 299 rows, 299 columns].
    public mutating func callAsFunction(_ image: RGBImage, into planes: UnsafeMutableBufferPointer<Float>) {
        precondition(planes.count == 3 * Self.side * Self.side, "room for \(planes.count) values")
        switch resizer(for: image) {
        case .cropping(let resizer): resizer.resize(image, into: planes)
        case .bilinear(let resizer): resizer.resize(image, into: planes)
        }
    }

    private mutating func resizer(for image: RGBImage) -> Resizer {
        if let resizer, size == (image.width, image.height) { return resizer }
        let made: Resizer =
            switch recipe {
            case .torchvision: .cropping(CroppingResizer(width: image.width, height: image.height, shorterSide: 342, crop: Self.side))
            case .tensorFlow2015:
                .bilinear(BilinearResizer(width: image.width, height: image.height, side: Self.side, levels: .centredBytes))
            case .tensorFlowSlim:
                .bilinear(BilinearResizer(width: image.width, height: image.height, side: Self.side, centre: 0.875, levels: .centredFractions))
            }
        resizer = made
        size = (image.width, image.height)
        return made
    }
}
