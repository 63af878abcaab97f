import Foundation
@testable import IsolatedMedia

/// What a decoder's process sends to the run.
enum DecoderAnswerTarget {
    static func run(_ input: UnsafeRawBufferPointer) {
        guard let (end, other) = try? Channel.pair() else { return }
        let channel = Channel(owning: end)
        _ = send(other, input.baseAddress, input.count, 0)   // an input is shorter than what a socket holds
        close(other)
        while (try? channel.receive(maxPixels: 1 << 20)) != nil {}
    }
}
