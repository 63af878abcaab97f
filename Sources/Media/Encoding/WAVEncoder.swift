/// Sound as a WAV file of 16-bit PCM.
public enum WAVEncoder {
    /// - Parameters:
    ///   - samples: in -1...1 (beyond is clipped), channels interleaved.
    ///   - sampleRate: hertz.
    public static func encode(_ samples: [Float], channels: Int, sampleRate: Int) -> [UInt8] {
        precondition(channels > 0 && samples.count % channels == 0, "\(samples.count) samples for \(channels) channels")
        let dataSize = samples.count * 2
        var bytes: [UInt8] = []
        bytes.reserveCapacity(44 + dataSize)
        bytes += Array("RIFF".utf8) + littleEndian(UInt32(36 + dataSize)) + Array("WAVEfmt ".utf8) + littleEndian(UInt32(16))
        bytes += littleEndian(UInt16(1)) + littleEndian(UInt16(channels)) + littleEndian(UInt32(sampleRate))
        bytes += littleEndian(UInt32(sampleRate * channels * 2)) + littleEndian(UInt16(channels * 2)) + littleEndian(UInt16(16))
        bytes += Array("data".utf8) + littleEndian(UInt32(dataSize))
        for sample in samples {
            let scaled = (sample * 32768).rounded(.toNearestOrEven)
            let code = UInt16(bitPattern: Int16(max(-32768, min(32767, scaled))))
            bytes.append(UInt8(truncatingIfNeeded: code))
            bytes.append(UInt8(code >> 8))
        }
        return bytes
    }
}

private func littleEndian<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
}
