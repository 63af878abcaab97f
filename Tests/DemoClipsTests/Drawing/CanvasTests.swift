import Testing

@testable import DemoClips

@Suite struct CanvasTests {
    private func canvas() -> Canvas {
        Canvas(
            width: 40, height: 30, pixels: [UInt8](repeating: 0, count: 40 * 30 * 3),
            camera: Camera(centre: Point(20, 15), scale: 10, roll: 0, isMirrored: false))
    }

    private func value(_ canvas: Canvas, _ x: Int, _ y: Int) -> UInt8 { canvas.pixels[(y * 40 + x) * 3] }

    /// Covered area in pixels, from the red channel.
    private func area(_ canvas: Canvas) -> Double {
        stride(from: 0, to: canvas.pixels.count, by: 3).reduce(0) { $0 + Double(canvas.pixels[$1]) / 255 }
    }

    @Test func shapesCoverTheirArea() {
        var circle = canvas()
        circle.circle(point(0, 0), radius: 1, .white)
        #expect(abs(area(circle) - .pi * 100) < 4)
        var ellipse = canvas()
        ellipse.ellipse(point(0, 0), radii: Point(1.2, 0.5), turn: 0.4, .white)
        #expect(abs(area(ellipse) - .pi * 60) < 8)
        var rectangle = canvas()
        rectangle.rectangle(point(-1, -0.5), point(1, 0.5), .white)
        #expect(abs(area(rectangle) - 200) < 4)
        var line = canvas()
        line.line(point(-1, 0), point(1, 0), width: 0.4, .white)
        #expect(abs(area(line) - (80 + .pi * 4)) < 4)
        var ring = canvas()
        ring.ring(point(0, 0), radius: 1, width: 0.2, .white)
        #expect(abs(area(ring) - 2 * .pi * 10 * 2) < 6)
    }

    @Test func cornersMayGoRoundEitherWay() {
        let corners = [point(-1, -1), point(1, -1), point(0.2, 1)]
        var (one, other) = (canvas(), canvas())
        one.polygon(corners, .white)
        other.polygon(corners.reversed(), .white)
        #expect(one.pixels == other.pixels && area(one) > 150)
    }

    @Test func opacityMixesWithWhatIsThere() {
        var canvas = canvas()
        canvas.opacity = 0.5
        canvas.circle(point(0, 0), radius: 1, .white)
        #expect(abs(Int(value(canvas, 20, 15)) - 127) <= 1)
        #expect(value(canvas, 1, 1) == 0)
    }

    @Test func whatIsOutsideIsCut() {
        var canvas = canvas()
        canvas.circle(point(50, 50), radius: 1, .white)
        canvas.line(point(-100, 0), point(.nan, 0), width: 0.1, .white)
        #expect(area(canvas) == 0)
        canvas.circle(point(-2, -1.5), radius: 1, .white)
        #expect(abs(area(canvas) - .pi * 25) < 3)
    }

    @Test func mirroringSwapsSides() {
        var canvas = canvas()
        canvas.camera.isMirrored = true
        canvas.circle(point(1, 0), radius: 0.3, .white)
        #expect(value(canvas, 10, 15) == 255 && value(canvas, 30, 15) == 0)
    }
}
