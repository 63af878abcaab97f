public import ArgumentParser
public import DemoClips
import Foundation
import Stages
import Workflow

struct DatasetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dataset", abstract: "Make demo archives; describe any archive or folder.",
        subcommands: [DatasetInspectCommand.self, DatasetSynthesizeCommand.self])
}

struct DatasetInspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "What ingest would make of archives or folders: layout, classes, parts, problems.")

    @Argument(help: "Archives or folders that make one dataset.", completion: .file())
    var sources: [String]

    @Option(help: "ave, vegas, folder or webdataset (default: detected from the names).")
    var layout: String?

    @Option(help: ArgumentHelp("Use only this class; may be given several times.", valueName: "class"))
    var category: [String] = []

    @Option(help: "Worker threads (default: usable cores).")
    var workers: Int?

    @Option(help: "How progress is shown on standard error: auto, plain, json or none.")
    var progress: ProgressStyle = .auto

    @Flag(help: "Print everything as JSON.")
    var json = false

    func run() throws {
        let context = RunContext(
            workers: workers ?? UsableCores.count, events: ProgressDisplay(style: progress), interruption: .watchingSignals(),
            serverCommand: DecodeServerCommand.arguments)
        let inspection = try DatasetInspection(
            sources: sources.map { URL(fileURLWithPath: $0).standardizedFileURL.path }, layout: layout,
            categories: category.isEmpty ? nil : category, context)
        if json { return try printJSON(inspection) }
        print("layout     \(inspection.layout)")
        print("media      \(inspection.mediaFiles) files, \(ByteCountFormatter.string(fromByteCount: inspection.bytes, countStyle: .binary))")
        let parts = inspection.parts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        print("samples    \(inspection.samples) (\(parts))")
        for (modality, count) in inspection.modalities.sorted(by: { $0.key < $1.key }) { print("           \(count) with \(modality)") }
        for item in inspection.classes { print("class      \(item.name): \(item.samples)") }
        for remark in inspection.remarks {
            print("remark     \(remark.kind): \(remark.count)")
            for example in remark.examples { print("             \(example.onOneLine)") }
            if remark.count > remark.examples.count { print("             and \(remark.count - remark.examples.count) more") }
        }
    }
}

struct DatasetSynthesizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synthesize", abstract: "Make a demo archive of drawn and sounded clips in ten classes.",
        discussion: "The same seed gives the same bytes with the same FFmpeg.")

    @Option(help: "ave (zip) or vegas (tar).")
    var layout: DemoLayout = .vegas

    @Option(help: "The archive to write; its ending tells the format.")
    var to: String

    @Option(help: "Number of clips.")
    var clips = 320

    @Option(help: "Length of a clip.")
    var seconds = 3.0

    @Option(help: "How far everything but the class varies, 0 to 1.")
    var overlap = DemoDataset.defaultOverlap

    @Option(help: "Seed.")
    var seed: UInt64 = 0

    func validate() throws {
        guard clips >= 1 else { throw ValidationError("--clips must be at least 1") }
        guard (1...60).contains(seconds) else { throw ValidationError("--seconds must be from 1 to 60") }
        guard (0...1).contains(overlap) else { throw ValidationError("--overlap must be from 0 to 1") }
    }

    func run() throws {
        let display = ProgressDisplay(style: .auto)
        let dataset = DemoDataset(seed: seed, clips: clips, clipSeconds: seconds, overlap: overlap)
        let manifest = try dataset.write(layout: layout, to: to) { done in
            display.emit(.progress(stage: "synthesize", done: done, total: clips, failed: 0, unit: "clips", note: ""))
        }
        display.emit(.notice("\(manifest.clips.count) clips"))
        print("\(to): \(manifest.clips.count) clips in the \(layout.rawValue.uppercased()) layout, seed \(seed)")
    }
}

extension DemoLayout: ExpressibleByArgument {}
