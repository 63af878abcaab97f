@testable import Features

/// The messages in TFRecord files, and the rows made of them.
enum ExampleTarget {
    static func run(_ input: UnsafeRawBufferPointer) {
        guard let message = try? ExampleMessage(Array(input)) else { return }
        for (name, list) in message.lists { _ = try? FrameLists.rows(list, name) }
        for (name, feature) in message.features { _ = try? FrameLists.rows([feature], name) }
        precondition((try? ExampleMessage(message.bytes(isSequence: true))) == message || message.holdsNaN, "a message changed when it was written and read")
    }
}

extension ExampleMessage {
    /// NaN equals nothing, itself among it.
    fileprivate var holdsNaN: Bool {
        (Array(features.values) + lists.values.joined()).contains { if case .floats(let values) = $0 { values.contains(where: \.isNaN) } else { false } }
    }
}
