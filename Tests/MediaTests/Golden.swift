import Foundation
@testable import Media
import Tensors

/// The committed clips and what References/media_golden.py expects of them.
struct Golden: Decodable {
    struct Choice: Decodable {
        let duration: Double
        /// Grey level of each row, by sampling rate.
        let rows: [String: [Int]]
    }

    struct Turn: Decodable {
        let width: Int
        let height: Int
        /// Centre of each 8 x 8 square, row by row.
        let centres: [[Int]]
    }

    struct Sound: Decodable {
        let count: Int
        let at: [Int]
        let samples: [Float]
    }

    let colours: [String: [[Int]]]
    let choices: [String: Choice]
    let turns: [String: Turn]
    let sound: [String: Sound]

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

    static let expected: Golden = {
        do {
            return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: folder.appending(path: "expected.json")))
        } catch {
            fatalError("Golden/expected.json: \(error)")
        }
    }()

    static func path(_ name: String) -> String { folder.appending(path: name).path }

    static func bytes(_ name: String) throws -> [UInt8] { try [UInt8](Data(contentsOf: folder.appending(path: name))) }
}

/// Everything a clip gives.
struct Decoded {
    var samples: [Float] = []
    var images: [RGBImage] = []
    var times: [Double] = []
    var summary: DecodeSummary

    init(_ bytes: MediaBytes, framesPerSecond: Double = 1, limits: DecodeLimits = .init()) throws {
        try self.init(MediaDecoder(bytes, named: "clip", limits: limits), framesPerSecond: framesPerSecond)
    }

    init(_ decoder: MediaDecoder, framesPerSecond: Double = 1, effort: DecodeEffort = .needed) throws {
        var samples: [Float] = []
        var images: [RGBImage] = []
        var times: [Double] = []
        summary = try decoder.decode(framesPerSecond: framesPerSecond, effort: effort) {
            samples += $0
        } frame: {
            images.append($0)
            times.append($1)
        }
        (self.samples, self.images, self.times) = (samples, images, times)
    }

    /// Green value in the middle of each picture: the level, for flat grey pictures.
    var levels: [Int] { images.map { $0.pixel($0.width / 2, $0.height / 2)[1] } }
}

extension RGBImage {
    func pixel(_ column: Int, _ row: Int) -> [Int] {
        let at = (row * width + column) * 3
        return pixels[at..<(at + 3)].map(Int.init)
    }

    static func flat(_ width: Int, _ height: Int, _ colour: [UInt8]) -> RGBImage {
        var pixels = [UInt8](repeating: 0, count: width * height * 3)
        for index in pixels.indices { pixels[index] = colour[index % 3] }
        return RGBImage(width: width, height: height, pixels: pixels)
    }
}

extension StreamOutcome {
    var error: MediaError? {
        if case .failed(let error) = self { error } else { nil }
    }

    var units: Int? {
        if case .decoded(_, let units) = self { units } else { nil }
    }

    var seconds: Double? {
        if case .decoded(let duration, _) = self { duration } else { nil }
    }
}
