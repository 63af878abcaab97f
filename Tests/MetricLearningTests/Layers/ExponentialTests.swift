import Foundation
@testable import MetricLearning
import Testing

@Suite struct ExponentialTests {
    @Test func isWithinTwoUnitsInTheLastPlace() {
        var worst = 0.0
        for step in 0...200_000 {
            let x = Float(-87.3 + Double(step) * (175.3 / 200_000))
            let exact = exp(Double(x))
            let unit = Double(Float(exact).ulp)
            worst = max(worst, abs(Double(exponential(SIMD8(repeating: x))[step % 8]) - exact) / unit)
        }
        #expect(worst <= 2, "\(worst)")
    }

    @Test func endsAreExact() {
        let values = exponential(SIMD8(0, -0.0, -88, -1_000, -.infinity, -87.3, 1, -1))
        #expect(values[0] == 1 && values[1] == 1 && values[2] == 0 && values[3] == 0 && values[4] == 0)
        #expect(values[5] > 0 && abs(values[6] - Float(M_E)) < 1e-6)
    }
}
