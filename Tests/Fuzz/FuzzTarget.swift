/// A parser that must survive any bytes: an answer or an error, never a crash, a hang or a runaway allocation.
struct FuzzTarget: Sendable {
    let name: String
    let run: @Sendable (UnsafeRawBufferPointer) -> Void

    /// In alphabetical order.
    static let all = [
        FuzzTarget(name: "annotations") { AnnotationsTarget.run($0) },
        FuzzTarget(name: "archive") { ArchiveTarget.run($0) },
        FuzzTarget(name: "media") { MediaTarget.run($0) },
        FuzzTarget(name: "npy") { NPYTarget.run($0) },
        FuzzTarget(name: "npz") { NPZTarget.run($0) },
        FuzzTarget(name: "safetensors") { SafetensorsTarget.run($0) },
        FuzzTarget(name: "settings") { SettingsTarget.run($0) },
    ]
}
