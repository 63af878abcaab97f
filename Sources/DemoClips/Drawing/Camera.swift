import Foundation

/// A place in a picture or a scene.
typealias Point = SIMD2<Float>

/// A point from its coordinates in double precision.
func point(_ x: Double, _ y: Double) -> Point { Point(Float(x), Float(y)) }

/// How a scene's coordinates come to lie in the picture.
///
/// Scenes are drawn around the origin, y downwards; what matters lies within -1...1 both ways, which is the height of
/// the picture at a scale of 1.
struct Camera: Sendable {
    /// Where the scene's origin lies, in pixels.
    var centre: Point
    /// Pixels for one unit of the scene.
    var scale: Float
    /// Clockwise turn in radians.
    var roll: Float
    /// Whether left and right are swapped.
    var isMirrored: Bool

    /// The place in the picture, in pixels, of a point of the scene.
    func pixel(_ point: Point) -> Point {
        let x = isMirrored ? -point.x : point.x
        let (sine, cosine) = (sin(roll), cos(roll))
        return centre + scale * Point(x * cosine - point.y * sine, x * sine + point.y * cosine)
    }
}
