import Stages

/// YAML and everything a pipeline file may say.
enum SettingsTarget {
    static func run(_ input: UnsafeRawBufferPointer) { _ = try? PipelineSettings(text: String(decoding: input, as: UTF8.self), named: "fuzz.yaml") }
}
