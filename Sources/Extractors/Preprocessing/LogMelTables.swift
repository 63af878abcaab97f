import Foundation
import Tensors

/// The two constant matrices of the log-mel front end, computed in double precision and rounded once.
struct LogMelTables: Sendable {
    static let shared = LogMelTables()

    /// Samples of a frame.
    static let windowLength = 400
    /// Bins of the 512-point spectrum of a real signal.
    static let binCount = transformLength / 2 + 1
    private static let transformLength = 512

    /// The periodic Hann window and the Fourier transform in one: 400 samples x (257 real parts, then 257 imaginary ones).
    let fourier: Matrix
    /// Weight of each of 257 bins in each of 64 bands.
    let mel: Matrix

    private init() {
        fourier = Self.windowedFourier()
        mel = Self.melWeights(lowest: 125, highest: 7500)
    }

    private static func windowedFourier() -> Matrix {
        var table = Matrix(rows: windowLength, columns: 2 * binCount)
        for sample in 0..<windowLength {
            let window = 0.5 - 0.5 * cos(2 * .pi * Double(sample) / Double(windowLength))
            for bin in 0..<binCount {
                let angle = 2 * .pi * Double(sample * bin % transformLength) / Double(transformLength)
                table[sample, bin] = Float(window * cos(angle))
                table[sample, binCount + bin] = Float(-window * sin(angle))
            }
        }
        return table
    }

    /// Triangles on the HTK mel scale, each from its left neighbour's peak to its right neighbour's; the DC bin weighs nothing.
    private static func melWeights(lowest: Double, highest: Double) -> Matrix {
        let bands = LogMelSpectrogram.bandCount
        let step = (mel(highest) - mel(lowest)) / Double(bands + 1)
        let binWidth = Double(LogMelSpectrogram.sampleRate) / Double(transformLength)
        var weights = Matrix(rows: binCount, columns: bands)
        for bin in 1..<binCount {
            let position = (mel(Double(bin) * binWidth) - mel(lowest)) / step
            for band in 0..<bands {
                let peak = Double(band + 1)
                weights[bin, band] = Float(max(0, 1 - abs(position - peak)))
            }
        }
        return weights
    }

    private static func mel(_ hertz: Double) -> Double { 1127 * log(1 + hertz / 700) }
}

