import ArrayFiles
import Features
import Foundation
import Tensors
import Testing

/// Against the published formulas in NumPy: Tests/References/postprocessing_published.py.
@Suite struct PublishedProjectionTests {
    private func golden(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Golden/\(name)").path
    }

    private func matrix(_ name: String) throws -> Matrix {
        try #require(try NPY.read(golden(name)).asFloats.flatMap { Matrix($0) })
    }

    @Test(arguments: [(PublishedProjection.Kind.audioset, "published_audioset.npz"), (.youtube8m, "published_youtube8m.tgz")])
    func theProjectionIsTheToolsOwn(kind: PublishedProjection.Kind, file: String) throws {
        let projected = try PublishedProjection(kind, from: golden(file)).apply(try matrix("published_rows.npy"))
        let expected = try matrix("published_\(kind.rawValue)_rows.npy")
        #expect((projected.rows, projected.columns) == (expected.rows, expected.columns))
        for (value, wanted) in zip(projected.values, expected.values) { #expect(abs(value - wanted) <= 1e-6 * max(1, abs(wanted))) }
    }

    @Test(arguments: Quantizer.Rounding.allCases) func codesAreTheToolsOwn(rounding: Quantizer.Rounding) throws {
        let rows = try matrix("published_audioset_rows.npy")
        let expected = try matrix("published_audioset_\(rounding.rawValue).npy").values.map { UInt8($0) }
        #expect(Quantizer(rounding: rounding).codes(of: rows.values).codes == expected)
    }

    @Test func codesStandForWhatTheyCameFrom() {
        for rounding in Quantizer.Rounding.allCases {
            let quantizer = Quantizer(rounding: rounding)
            let values = (0...1000).map { Float($0) / 250 - 2 }
            let (codes, clipped) = quantizer.codes(of: values)
            #expect(clipped == 0)
            for (value, code) in zip(values, codes) {
                #expect(abs(Double(code) * quantizer.scale + quantizer.offset - Double(value)) <= quantizer.scale / 2 + 1e-9)
            }
        }
        #expect(Quantizer(rounding: .round).codes(of: [-7, 9, .nan, .infinity, 2]).codes == [0, 255, 0, 255, 255])
        #expect(Quantizer(rounding: .round).codes(of: [-7, 9, .nan, .infinity, 2]).clipped == 4)
    }

    @Test func parametersOfTheOtherKindAreNamed() {
        #expect(throws: TensorFileError.self) { try PublishedProjection(.audioset, from: golden("published_youtube8m.tgz")) }
        #expect(throws: TensorFileError.self) { try PublishedProjection(.youtube8m, from: golden("published_audioset.npz")) }
        #expect(throws: TensorFileError.self) { try PublishedProjection(.youtube8m, from: "/nowhere.tgz") }
    }

    @Test func aProjectionIsForTheNetworksItWasPublishedWith() {
        #expect(PublishedProjection.Kind.audioset.networks == ["vggish", "vggish/pre-activation"])
        #expect(PublishedProjection.Kind.youtube8m.networks == ["inception-v3/tf2015"])
    }
}
