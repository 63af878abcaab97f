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

    /// Of any message but a frame.
    static let mostBytes = 1 << 20

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
    /// - Parameter maxPixels: of a frame.
    /// - Throws: ``ChannelError/malformed``, and as ``read(count:)``.
    func receive(maxPixels: Int) throws -> Result<Answer, MediaError> {
        let header = try read(Message.Header.self)
        let byteCount = Int(header.byteCount)
        guard let kind = UInt8(exactly: header.kind), let message = Message(rawValue: kind) else { throw ChannelError.malformed }
        switch message {
        case .opened: return .success(.opened(try receive(MediaProbe.self, byteCount)))
        case .samples:
            guard byteCount <= Message.mostBytes, byteCount % MemoryLayout<Float>.size == 0 else { throw ChannelError.malformed }
            return .success(.samples(try read(count: byteCount)))
        case .frame: return .success(try receiveFrame(byteCount, maxPixels))
        case .summary: return .success(.summary(try receive(DecodeSummary.self, byteCount)))
        case .failure: return .failure(try receive(MediaError.self, byteCount))
        }
    }

    private func receive<Content: Decodable>(_ type: Content.Type, _ byteCount: Int) throws -> Content {
        guard byteCount <= Message.mostBytes else { throw ChannelError.malformed }
        let text = Data(try read(count: byteCount))
        guard let content = try? JSONDecoder().decode(type, from: text) else { throw ChannelError.malformed }
        return content
    }

    private func receiveFrame(_ byteCount: Int, _ maxPixels: Int) throws -> Answer {
        let header = try read(FrameHeader.self)
        let (width, height) = (Int(header.width), Int(header.height))
        let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
        guard width > 0, height > 0, !overflow, pixels <= maxPixels, header.time.isFinite else { throw ChannelError.malformed }
        guard (byteCount - MemoryLayout<FrameHeader>.size).isMultiple(of: 3),
              (byteCount - MemoryLayout<FrameHeader>.size) / 3 == pixels else { throw ChannelError.malformed }
        return .frame(RGBImage(width: width, height: height, pixels: try read(count: pixels * 3)), time: header.time)
    }

    func send(_ message: Message, _ content: some Encodable) throws {
        let bytes = Array(try JSONEncoder().encode(content))
        try begin(message, byteCount: bytes.count)
        try write(bytes)
    }

    /// In messages that are not too large.
    func send(samples: UnsafeBufferPointer<Float>) throws {
        var rest = UnsafeRawBufferPointer(samples)[...]
        while !rest.isEmpty {
            let bytes = UnsafeRawBufferPointer(rebasing: rest.prefix(Message.mostBytes))
            rest = rest.dropFirst(Message.mostBytes)
            try begin(.samples, byteCount: bytes.count)
            try write(bytes)
        }
    }

    func send(_ image: RGBImage, at time: Double) throws {
        let header = FrameHeader(time: time, width: Int32(image.width), height: Int32(image.height))
        try begin(.frame, byteCount: MemoryLayout<FrameHeader>.size + image.pixels.count)
        try write(value: header)
        try write(image.pixels)
    }

    private func begin(_ message: Message, byteCount: Int) throws {
        try write(value: Message.Header(kind: UInt32(message.rawValue), byteCount: UInt32(byteCount)))
    }
}
