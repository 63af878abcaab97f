import Foundation

/// Shapes in the scene's coordinates.
extension Canvas {
    mutating func circle(_ centre: Point, radius: Double, _ colour: Colour, alpha: Double = 1) {
        let (middle, extent) = (camera.pixel(centre), Float(radius) * camera.scale)
        guard extent > 0 else { return }
        paint(from: middle - extent, to: middle + extent, colour, alpha: Float(alpha)) { length($0 - middle) - extent }
    }

    /// A circle's outline of the given width.
    mutating func ring(_ centre: Point, radius: Double, width: Double, _ colour: Colour, alpha: Double = 1) {
        let (middle, extent, half) = (camera.pixel(centre), Float(radius) * camera.scale, Float(width / 2) * camera.scale)
        paint(from: middle - (extent + half), to: middle + (extent + half), colour, alpha: Float(alpha)) {
            abs(length($0 - middle) - extent) - half
        }
    }

    /// - Parameters:
    ///   - radii: half the width and half the height before the turn.
    ///   - turn: clockwise, in radians.
    mutating func ellipse(_ centre: Point, radii: Point, turn: Double = 0, _ colour: Colour, alpha: Double = 1) {
        let middle = camera.pixel(centre)
        let half = radii * camera.scale
        guard half.x > 0.05, half.y > 0.05 else { return }
        let angle = camera.roll + (camera.isMirrored ? -Float(turn) : Float(turn))
        let (sine, cosine) = (sin(angle), cos(angle))
        let reach = max(half.x, half.y)
        let narrow = min(half.x, half.y)
        paint(from: middle - reach, to: middle + reach, colour, alpha: Float(alpha)) { place in
            let offset = place - middle
            let turned = Point(offset.x * cosine + offset.y * sine, offset.y * cosine - offset.x * sine)
            return (length(turned / half) - 1) * narrow   // exact on the edge, which is all that is painted softly
        }
    }

    /// A straight stroke with round ends.
    mutating func line(_ start: Point, _ end: Point, width: Double, _ colour: Colour, alpha: Double = 1) {
        let (from, to, half) = (camera.pixel(start), camera.pixel(end), Float(width / 2) * camera.scale)
        let along = to - from
        let squared = max(dot(along, along), 1e-6)
        paint(from: pointwiseMin(from, to) - half, to: pointwiseMax(from, to) + half, colour, alpha: Float(alpha)) { place in
            let offset = place - from
            let share = min(max(dot(offset, along) / squared, 0), 1)
            return length(offset - along * share) - half
        }
    }

    /// A convex polygon, its corners in order either way round.
    mutating func polygon(_ corners: [Point], _ colour: Colour, alpha: Double = 1) {
        let places = corners.map(camera.pixel)
        guard let first = places.first else { return }
        let low = places.reduce(first, pointwiseMin)
        let high = places.reduce(first, pointwiseMax)
        let planes = Self.halfPlanes(around: places)
        planes.withUnsafeBufferPointer { planes in
            paint(from: low, to: high, colour, alpha: Float(alpha)) { place in
                var distance = -Float.infinity
                for plane in planes { distance = max(distance, place.x * plane.x + place.y * plane.y + plane.z) }
                return distance
            }
        }
    }

    /// An upright rectangle between two opposite corners.
    mutating func rectangle(_ low: Point, _ high: Point, _ colour: Colour, alpha: Double = 1) {
        polygon([low, Point(high.x, low.y), high, Point(low.x, high.y)], colour, alpha: alpha)
    }

    /// Outward normals and offsets of the edges: a place's signed distance to one is `x * n.x + y * n.y + n.z`.
    private static func halfPlanes(around places: [Point]) -> [SIMD3<Float>] {
        var area: Float = 0
        for (index, place) in places.enumerated() {
            let next = places[(index + 1) % places.count]
            area += place.x * next.y - next.x * place.y
        }
        let side: Float = area < 0 ? -1 : 1
        return places.indices.compactMap { index in
            let edge = places[(index + 1) % places.count] - places[index]
            let size = length(edge)
            guard size > 0 else { return nil }
            let normal = Point(edge.y, -edge.x) * (side / size)
            return SIMD3(normal.x, normal.y, -dot(normal, places[index]))
        }
    }
}

@inline(__always) private func dot(_ a: Point, _ b: Point) -> Float { a.x * b.x + a.y * b.y }
@inline(__always) private func length(_ a: Point) -> Float { dot(a, a).squareRoot() }
