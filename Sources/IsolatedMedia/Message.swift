import Foundation
import Media
import Tensors

/// What a server sends: its kind, the number of bytes that follow, and those.
enum Message: UInt8 {
    /// JSON of a `MediaProbe`: the container could be opened.
    case opened = 1
    /// Float32 samples of the waveform.
    case samples
    /// A ``FrameHeader``, then the pixels.
    case frame
    /// JSON of a `DecodeSummary`: the clip is done.
    case summary
    /// JSON of a `MediaError`: the clip is done.
    case failure

    struct Header: BitwiseCopyable {
        let kind: UInt32
        let byteCount: UInt32
    }
}

/// What precedes a frame's pixels.
struct FrameHeader: BitwiseCopyable {
    /// Seconds from the first presented frame.
    let time: Double
    let width: Int32
    let height: Int32
}

/// A message as it is taken in.
enum Answer {
    case opened(MediaProbe)
    case samples([UInt8])
    case frame(RGBImage, time: Double)
    case summary(DecodeSummary)
}

extension Channel {
    /// The next message of a server, whose word is not taken for anything.
    ///
    /// - Parameter maxBytes: more than any message of a sound server has.
    func receive(maxBytes: Int) throws -> Result<Answer, MediaError> {
        let header = try read(Message.Header.self)
        let byteCount = Int(header.byteCount)
        guard byteCount <= maxBytes else { throw ChannelError.malformed }
        func json<Content: Decodable>(_ type: Content.Type) throws -> Content {
            try JSONDecoder().decode(type, from: Data(try read(count: byteCount)))
        }
        switch Message(rawValue: UInt8(truncatingIfNeeded: header.kind)) {
        case .opened: return .success(.opened(try json(MediaProbe.self)))
        case .samples:
            guard byteCount % MemoryLayout<Float>.size == 0 else { throw ChannelError.malformed }
            return .success(.samples(try read(count: byteCount)))
        case .frame:
            let header = try read(FrameHeader.self)
            let (width, height) = (Int(header.width), Int(header.height))
            guard width > 0, height > 0, byteCount == MemoryLayout<FrameHeader>.size + width * height * 3 else { throw ChannelError.malformed }
            return .success(.frame(RGBImage(width: width, height: height, pixels: try read(count: width * height * 3)), time: header.time))
        case .summary: return .success(.summary(try json(DecodeSummary.self)))
        case .failure: return .failure(try json(MediaError.self))
        case nil: throw ChannelError.malformed
        }
    }

    func send(_ message: Message, _ content: some Encodable) throws {
        let bytes = Array(try JSONEncoder().encode(content))
        try begin(message, byteCount: bytes.count)
        try write(bytes)
    }

    func send(samples: UnsafeBufferPointer<Float>) throws(ChannelError) {
        let bytes = UnsafeRawBufferPointer(samples)
        try begin(.samples, byteCount: bytes.count)
        try write(bytes)
    }

    func send(_ image: RGBImage, at time: Double) throws(ChannelError) {
        let header = FrameHeader(time: time, width: Int32(image.width), height: Int32(image.height))
        try begin(.frame, byteCount: MemoryLayout<FrameHeader>.size + image.pixels.count)
        try write(value: header)
        try write(image.pixels)
    }

    private func begin(_ message: Message, byteCount: Int) throws(ChannelError) {
        try write(value: Message.Header(kind: UInt32(message.rawValue), byteCount: UInt32(byteCount)))
    }
}
