import Clips
import Foundation
import Store
import Tensors
import Testing

/// Features in and out, as a user moves them.
@Suite struct FeaturesCommandTests {
    private let folder: String
    private let tool: CommandLineTool

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "aadml-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        tool = CommandLineTool(folder: folder)
    }

    /// A file of the field, five clips in the marked layout, which h5py wrote.
    private let field = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("ArrayFilesTests/Golden/markers_texts.h5").path

    private func features(_ arguments: String...) throws -> CommandLineTool.Outcome { try tool.run(["features"] + arguments) }

    private func imported() throws { #expect(try features("import", field, "--into", "w").code == 0) }

    static let formats = [
        ("hdf5-split", "a.h5"), ("hdf5-marked", "b.h5"), ("hdf5-ave", "c"), ("npy", "d"), ("npz", "e.npz"), ("safetensors", "f.safetensors"),
        ("webdataset", "g"), ("tfrecord-videos", "h"),
    ]

    @Test func whatIsImportedCanBeExportedAndComparedInEveryFormat() throws {
        try imported()
        for (format, path) in Self.formats {
            let exported = try features("export", "w", "--to", path, "--format", format)
            #expect(exported.code == 0, "\(format): \(exported.errors)")
            #expect(exported.output.hasPrefix("\(path): 5 clips as \(format)"))
            let compared = try features("compare", "w", path, "--threshold", "0.999999")
            #expect(compared.code == 0, "\(format): \(compared.output)\(compared.errors)")
            #expect(compared.output.contains("audio: 5 clips") && compared.output.contains("visual: 5 clips"))
        }
    }

    @Test func aWorkspaceIsFilledByOneProcessAtATime() throws {
        try imported()
        let lock = open(folder + "/w/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        try #require(lock >= 0 && flock(lock, LOCK_EX) == 0)
        let refused = try features("import", field, "--into", "w")
        #expect(refused.code == 1 && refused.errors.contains("w: another run is at work there"), "\(refused.errors)")
        close(lock)
        try imported()
    }

    @Test func anImportedTableIsTrainedOn() throws {
        let table = try features("import", field, "--to", "table.safetensors")
        #expect(table.code == 0 && table.output.contains("5 clips (3 train, 0 validation, 2 test), audio 4 wide (unknown), visual 6 wide (unknown)"))
        let yaml = "name: n\nworkspace: t\nuntil: assemble\nfeatures: table.safetensors\n"
        try Data(yaml.utf8).write(to: URL(fileURLWithPath: folder + "/p.yaml"))
        #expect(try tool.run("run", "p.yaml").code == 0)
        let again = try features("export", "p.yaml", "--table", "--to", "again.npz", "--format", "npz")
        #expect(again.code == 0 && again.output.contains("again.npz: 5 clips as npz, pooled, audio 4 wide, visual 6 wide, float32"))
        let aligned = try features("export", "p.yaml", "--table", "--to", "x", "--format", "npz", "--align", "trim")
        #expect(aligned.code == 2 && aligned.errors.contains("a table has one vector a clip"))
        let unaligned = try tool.run("run", "p.yaml", "--set", "assemble.align=nearest")
        #expect(unaligned.code == 1 && unaligned.errors.contains("its features are one vector a clip, and 'assemble.align' lines up rows"))
        let segments = try features("export", "p.yaml", "--table", "--to", "x", "--format", "webdataset", "--segments")
        #expect(segments.code == 1 && segments.errors.contains("a table has one vector a clip"))
    }

    @Test func aComparisonBelowTheThresholdExitsWithOne() throws {
        try imported()
        #expect(try features("export", "w", "--to", "codes", "--format", "npy", "--quantize", "truncate", "--range", "measured").code == 0)
        #expect(try features("compare", "w", "codes", "--threshold", "0.9").code == 0)
        let strict = try features("compare", "w", "codes", "--threshold", "0.9999999999")
        #expect(strict.code == 1)
        #expect(strict.errors.hasSuffix("aadml: a clip is less alike than 0.9999999999, or there is none to compare\n"))
        #expect(strict.output.contains("1 - cosine: "))
    }

    @Test func wrongChoicesAreUsageErrors() throws {
        try imported()
        let unknown = try features("export", "w", "--to", "x", "--format", "hdf5")
        #expect(unknown.code == 2 && unknown.errors.contains("no format 'hdf5'; there are hdf5-ave, hdf5-marked"))
        let floats = try features("export", "w", "--to", "x", "--format", "npy-cmr", "--quantize", "none")
        #expect(floats.code == 2 && floats.errors.contains("npy-cmr: holds codes only"))
        #expect(try features("export", "w", "--to", "x", "--format", "npz", "--range", "2:-2").code == 2)
        #expect(try features("export", "w", "--table", "--to", "x", "--format", "npz").code == 2)
        let padded = try features("export", "w", "--to", "x", "--format", "npz", "--pooled", "--align", "pad")
        #expect(padded.code == 2 && padded.errors.contains("the mean of its own rows, which padding does not change; choose --segments"))
        #expect(try features("export", "w", "--to", "x", "--format", "npz", "--align", "closest").code == 2)
        #expect(try features("import", field).code == 2)
        #expect(!FileManager.default.fileExists(atPath: folder + "/x"))
    }

    @Test func aForeignPostProcessingIsRefused() throws {
        try imported()
        let refused = try features("export", "w", "--to", "x.npz", "--format", "npz", "--post-audio", field + ".npz")
        #expect(refused.code == 1)
        #expect(refused.errors.contains("'audioset' was made for features of vggish or vggish/pre-activation, and the audio features are of unknown"))
    }

    @Test func anOccupiedWorkspaceIsLeftAlone() throws {
        try imported()
        #expect(try features("import", field, "--into", "w").code == 0)   // the same again
        let other = URL(fileURLWithPath: field).deletingLastPathComponent().appendingPathComponent("parts.h5").path
        let refused = try features("import", other, "--into", "w")
        #expect(refused.code == 1 && refused.errors.contains("holds features or samples of something else"))
    }

    @Test func damageIsNamedAndRepaired() throws {
        try imported()
        #expect(try features("verify", "w").output == "all records are as they were written\n")
        let path = folder + "/w/features/features.sqlite"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        // The first value of the first clip's audio row, wherever SQLite put it.
        let first = try #require(try FeatureCache(path: path).extractors().first)
        let digest = try #require(try FeatureCache(path: path).digests(of: first.fingerprint).keys.min())
        let record = try #require(try FeatureCache(path: path).features(of: digest, extractor: first.fingerprint))
        let values = record.rows.values.withUnsafeBytes { Data($0) }
        let place = try #require(bytes.range(of: values))
        bytes[place.lowerBound] ^= 1
        try bytes.write(to: URL(fileURLWithPath: path))
        let found = try features("verify", "w")
        #expect(found.code == 1)
        #expect(found.output.contains("features of \(digest): its digest differs"))
        let export = try features("export", "w", "--to", "x.npz", "--format", "npz")
        #expect(export.code == 1 && export.errors.contains("verify WORKSPACE --repair"))
        #expect(try features("verify", "w", "--repair").code == 0)
        #expect(try features("verify", "w").code == 0)
        #expect(try features("export", "w", "--to", "x.npz", "--format", "npz").output.contains("1 clips left out for want of features"))
    }

    @Test func filesOfNoKnownKindAreNamed() throws {
        try Data("hello".utf8).write(to: URL(fileURLWithPath: folder + "/notes.txt"))
        let outcome = try features("import", "notes.txt", "--into", "w")
        #expect(outcome.code == 1)
        #expect(outcome.errors.contains("notes.txt") && outcome.errors.split(separator: "\n").count == 1)
    }
}
