import Foundation
@testable import IsolatedMedia
import Media
import Tensors
import Testing

@Suite struct ChannelTests {
    private let sender: Channel
    private let receiver: Channel

    init() throws {
        let ends = try Channel.pair()
        (sender, receiver) = (Channel(owning: ends.0), Channel(owning: ends.1))
    }

    /// What one end sends on a thread of its own, as the other takes it in.
    private func transfer(_ send: @escaping (Channel) throws -> Void, _ take: (Channel) throws -> Void) throws {
        nonisolated(unsafe) let (sender, send) = (sender, send)
        Thread.detachNewThread { try? send(sender) }
        try take(receiver)
    }

    /// A source of one sample a second gives sixteen thousand times as many as it has.
    @Test func aLongStretchOfSoundComesInParts() throws {
        let sound = (0..<700_000).map { Float($0) }
        var heard: [Float] = []
        try transfer { try sound.withUnsafeBufferPointer($0.send(samples:)) } _: { channel in
            while heard.count < sound.count {
                guard case .success(.samples(let bytes)) = try channel.receive(maxPixels: 1) else { break }
                #expect(bytes.count <= 1 << 20)
                heard += bytes.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
            }
        }
        #expect(heard == sound)
    }

    @Test func aPictureOfTheLargestSizeComesWhole() throws {
        let image = RGBImage(width: 1_000, height: 600, pixels: (0..<1_800_000).map { UInt8(truncatingIfNeeded: $0 * 7) })
        try transfer { try $0.send(image, at: 2.5) } _: { channel in
            guard case .success(.frame(let seen, let time)) = try channel.receive(maxPixels: 600_000) else {
                Issue.record("no frame")
                return
            }
            #expect(seen == image && time == 2.5)
        }
    }
}
