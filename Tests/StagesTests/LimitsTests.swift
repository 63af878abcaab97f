import Archives
import MediaAccess
import Settings
@testable import Stages
import Testing
import Workflow

@Suite struct LimitsTests {
    private func decode(_ keys: String = "") throws -> (settings: DecodeSettings, resolved: SettingsValue?) {
        let text = "name: n\nworkspace: w\nuntil: extract\ndataset: {sources: [a.zip]}\ndecode: {\(keys)}\n"
        let settings = try PipelineSettings(SettingsFile(text: text, named: "p.yaml").root)
        return (settings.decode, settings.resolved["decode"])
    }

    /// The README's table has every limit there is, with its default.
    @Test func theReadmeTellsEveryLimitAndItsDefault() throws {
        let resolved = try #require(try decode().resolved)
        var told: [String: String] = [:]
        for match in try Readme.section("Security").matches(of: /\| `(max_[a-z_]+)` \| ([0-9,]+) \|/) {
            told[String(match.1)] = String(match.2.filter { $0 != "," })
        }
        guard case .section(let pairs) = resolved else {
            Issue.record("\(resolved)")
            return
        }
        let limits = pairs.filter { $0.key.hasPrefix("max_") }
        #expect(Set(limits.map(\.key)) == Set(told.keys))
        for entry in limits {
            let (key, value) = (entry.key, entry.value)
            let number: Double? = switch value {
            case .integer(let count): Double(count)
            case .number(let number): number
            default: nil
            }
            #expect(told[key].flatMap { Double($0) } == number, "\(key): \(value), told \(told[key] ?? "nothing")")
        }
    }

    @Test func anArchivesLimitsAreSettings() throws {
        let keys = "max_archive_entries: 5, max_archive_ratio: 7.5, max_archive_bytes: 9, max_archive_name_bytes: 11, max_clip_bytes: 3000000000"
        #expect(try decode(keys).settings.archives == ArchiveLimits(
            maxEntries: 5, maxEntryBytes: 3_000_000_000, maxCompressionRatio: 7.5, maxTotalBytes: 9, maxTotalNameBytes: 11))
        #expect(throws: SettingsError.self) { try decode("max_archive_entries: 0") }
    }

    @Test func anArchiveOverALimitIsRefusedByItsKeyAndReadWithALargerOne() throws {
        let scratch = Scratch()
        let writer = try ArchiveWriter(path: scratch.file("clips.zip"), format: .zip)
        for index in 0..<4 { try writer.add(name: "class/\(index).wav", bytes: [UInt8](repeating: 0, count: 1000)) }
        try writer.finish()
        let run = try PipelineRun(scratch, """
            name: n
            workspace: \(scratch.file("w"))
            until: extract
            dataset: {sources: [\(scratch.file("clips.zip"))]}
            extract: {visual: none, audio: {weights: {synthesize: 1}}}
            """)
        for (key, small, enough) in [("max_archive_entries", 3, 4), ("max_archive_bytes", 3999, 4000), ("max_archive_name_bytes", 43, 44)] {
            let workspace = "workspace=\(scratch.file(key))"
            let error = #expect(throws: ArchiveError.self) { try run.run([workspace, "decode.\(key)=\(small)"], selection: StageSelection(to: "ingest")) }
            let text = error.map { "\($0)" } ?? ""
            #expect(text.contains("at entry 'class/3.wav'") && text.contains("(\(small)); a pipeline's decode.\(key) raises it"), "\(text)")
            try run.run([workspace, "decode.\(key)=\(enough)"], selection: StageSelection(to: "ingest"))
        }
    }
}
