@testable import Retrieval
import Testing

@Suite struct ChancePrecisionTests {
    struct Simulated: Decodable { let gallery: Int, relevant: Int, mean: Double, standardError: Double }
    struct File: Decodable { let chance: [Simulated] }

    @Test func agreesWithSimulation() throws {
        for simulated in try Golden.load("metrics.json", as: File.self).chance {
            let exact = chanceAveragePrecision(gallerySize: simulated.gallery, relevant: simulated.relevant)
            #expect(abs(exact - simulated.mean) < max(4 * simulated.standardError, 1e-12), "\(simulated)")
        }
    }

    /// Ten balanced classes.
    @Test(arguments: [(30, 0.193), (60, 0.156), (100, 0.138), (200, 0.122)]) func tenClasses(size: Int, expected: Double) {
        #expect(abs(chanceAveragePrecision(gallerySize: size, relevant: size / 10) - expected) < 5e-4)
    }

    @Test func edges() {
        #expect(chanceAveragePrecision(gallerySize: 7, relevant: 0) == 0)
        #expect(chanceAveragePrecision(gallerySize: 1, relevant: 1) == 1)
        #expect(abs(chanceAveragePrecision(gallerySize: 9, relevant: 9) - 1) < 1e-12)
    }
}
