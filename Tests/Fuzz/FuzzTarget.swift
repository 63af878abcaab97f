/// A parser that must survive any bytes: an answer or an error, never a crash, a hang or a runaway allocation.
struct FuzzTarget: Sendable {
    let name: String
    let run: @Sendable (UnsafeRawBufferPointer) -> Void

    /// In alphabetical order.
    static let all = [
        FuzzTarget(name: "annotations") { AnnotationsTarget.run($0) },
        FuzzTarget(name: "archive") { ArchiveTarget.run($0) },
        FuzzTarget(name: "byte-source") { ByteSourceTarget.run($0) },
        FuzzTarget(name: "checkpoint") { CheckpointTarget.run($0) },
        FuzzTarget(name: "decoder-answer") { DecoderAnswerTarget.run($0) },
        FuzzTarget(name: "example") { ExampleTarget.run($0) },
        FuzzTarget(name: "graph") { GraphTarget.run($0) },
        FuzzTarget(name: "media") { MediaTarget.run($0) },
        FuzzTarget(name: "npy") { NPYTarget.run($0) },
        FuzzTarget(name: "npz") { NPZTarget.run($0) },
        FuzzTarget(name: "pth") { PyTorchTarget.run($0) },
        FuzzTarget(name: "safetensors") { SafetensorsTarget.run($0) },
        FuzzTarget(name: "settings") { SettingsTarget.run($0) },
        FuzzTarget(name: "tfrecord") { RecordsTarget.run($0) },
    ]
}
