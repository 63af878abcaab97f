import Clips
@testable import Features
import Foundation
import Testing

/// What every format must do.
@Suite struct FeatureFormatsTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    struct Case: CustomTestStringConvertible, Sendable {
        let format: String
        let rows: FeatureSet.Rows
        let codes: Bool
        var testDescription: String { "\(format), \(rows), \(codes ? "codes" : "float32")" }
    }

    static let cases: [Case] = FeatureFormats.all.flatMap { format in
        format.rows.flatMap { rows in format.encodings.map { Case(format: format.name, rows: rows, codes: $0 == .codes) } }
    }

    @Test func namesAreUniqueSortedAndKebabCase() {
        let names = FeatureFormats.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" } })
        for name in names { #expect(FeatureFormats.named(name)?.name == name) }
        #expect(FeatureFormats.named("hdf5") == nil)
    }

    @Test(arguments: cases) func whatIsWrittenComesBack(_ choice: Case) throws {
        let clips = Samples.clips(choice.rows, codes: choice.codes), set = Samples.set(choice.rows, codes: choice.codes)
        let path = scratch.path("out")
        try Samples.write(clips, set, as: choice.format, to: path, rowsPerClip: choice.format == "hdf5-ave" ? 10 : nil)
        let read = try Samples.read(path)
        #expect(read.set == expectedSet(set, choice.format))
        let expected = clips.map { expectedClip($0, choice) }.sorted { $0.id < $1.id }
        #expect(read.clips.sorted { $0.id < $1.id } == expected)
        #expect(try scratch.contents == ["out"])
    }

    /// What fills clips up is written, counted, and left out again by readers.
    @Test(arguments: cases.filter { $0.rows == .segments && FeatureFormats.named($0.format)?.countsOwnRows == true })
    func fillingIsNoRowOfTheClip(_ choice: Case) throws {
        let clips = Samples.clips(.segments, codes: choice.codes)
        var set = Samples.set(.segments, codes: choice.codes)
        set.alignment = "pad"
        let filled = clips.map { clip in
            var clip = clip
            clip.features = clip.features.mapValues { $0.fitted(to: 7) }
            return clip
        }
        #expect(filled.allSatisfy { clip in clip.features.values.allSatisfy { $0.rows == 7 && $0.ownRows < 7 } })
        let path = scratch.path("out")
        try Samples.write(filled, set, as: choice.format, to: path, rowsPerClip: choice.format == "hdf5-ave" ? 7 : nil)
        let read = try Samples.read(path)
        #expect(read.set == expectedSet(set, choice.format))
        #expect(read.clips.sorted { $0.id < $1.id } == clips.map { expectedClip($0, choice) }.sorted { $0.id < $1.id })
    }

    @Test(arguments: cases) func theSameClipsGiveTheSameBytes(_ choice: Case) throws {
        let clips = Samples.clips(choice.rows, codes: choice.codes), set = Samples.set(choice.rows, codes: choice.codes)
        for name in ["a", "b"] { try Samples.write(clips, set, as: choice.format, to: scratch.path(name)) }
        for file in try files("a") where !file.hasSuffix(".h5") && !choice.format.hasPrefix("hdf5") {   // HDF5 notes the time
            #expect(FileManager.default.contents(atPath: scratch.path("a") + file) == FileManager.default.contents(atPath: scratch.path("b") + file))
        }
    }

    @Test(arguments: FeatureFormats.all.map(\.name)) func nothingStandsThereBeforeTheEnd(_ name: String) throws {
        let format = try #require(FeatureFormats.named(name))
        let set = Samples.set(format.rows[0], codes: format.encodings[0] == .codes)
        do {
            let request = ExportRequest(path: scratch.path("out"), set: set, expectedClips: 1, rowsPerClip: nil, longest: [.audio: 3, .visual: 3])
            let writer = try format.writer(request)
            try writer.write(Samples.clips(format.rows[0], codes: format.encodings[0] == .codes)[0])
            #expect(!FileManager.default.fileExists(atPath: scratch.path("out")))
        }
        #expect(try scratch.contents == [])
    }

    @Test func whatIsNoneOfThemIsRefused() throws {
        let text = try scratch.file("notes.txt", Array("hello, world".utf8))
        #expect(throws: (any Error).self) { try FeatureFormats.source(text) }
        try FileManager.default.createDirectory(atPath: scratch.path("empty"), withIntermediateDirectories: true)
        #expect(throws: FeatureError.unknownFormat(path: scratch.path("empty"), found: "nothing in it is known")) {
            try FeatureFormats.source(scratch.path("empty"))
        }
        #expect(throws: FeatureError.unknownFormat(path: scratch.path("gone"), found: "No such file or directory")) {
            try FeatureFormats.source(scratch.path("gone"))
        }
    }

    @Test func aFolderThatHoldsSomethingIsLeftAlone() throws {
        try FileManager.default.createDirectory(atPath: scratch.path("mine"), withIntermediateDirectories: true)
        _ = try scratch.file("mine/thesis.txt", [1])
        #expect(throws: (any Error).self) { try Samples.write(Samples.clips(.segments, codes: false), Samples.set(.segments, codes: false), as: "npy", to: scratch.path("mine")) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path("mine")) == ["thesis.txt"])
    }

    private func files(_ folder: String) throws -> [String] {
        var isFolder: ObjCBool = false
        FileManager.default.fileExists(atPath: scratch.path(folder), isDirectory: &isFolder)
        guard isFolder.boolValue else { return [""] }
        return try FileManager.default.subpathsOfDirectory(atPath: scratch.path(folder)).sorted().map { "/" + $0 }
    }

    /// What a format has no place for.
    private func expectedSet(_ set: FeatureSet, _ format: String) -> FeatureSet {
        var set = set
        if format == "tfrecord-audioset" { set[.visual] = nil }
        return set
    }

    private func expectedClip(_ clip: FeatureClip, _ choice: Case) -> FeatureClip {
        var clip = clip
        switch choice.format {
        case "npz", "safetensors":
            clip.labels = [clip.labels[0]]
            if choice.rows == .pooled { for modality in Modality.allCases { clip.features[modality]?.times = [] } }
        case "hdf5-split", "hdf5-marked":
            if choice.rows == .pooled { for modality in Modality.allCases { clip.features[modality]?.times = [] } }
        case "npy-cmr":
            clip.labels = [clip.labels[0]]
            clip.interval = nil
            if clip.split == .validation { clip.split = .train }
            for modality in Modality.allCases { clip.features[modality]?.times = [] }
        case "tfrecord-audioset": clip.features[.visual] = nil
        default: break
        }
        return clip
    }

    /// Features alone need no split: an archive of clips in no part goes out whole.
    @Test(arguments: ["npz", "safetensors", "webdataset"]) func clipsInNoPartAreKeptWhereTheFormatCan(format: String) throws {
        var clips = Samples.clips(.segments, codes: false)
        for index in clips.indices where index != 3 { clips[index].split = nil }
        try Samples.write(clips, Samples.set(.segments, codes: false), as: format, to: scratch.path("out"))
        let read = try Samples.read(scratch.path("out")).clips
        #expect(Dictionary(uniqueKeysWithValues: read.map { ($0.id, $0.split) }) == Dictionary(uniqueKeysWithValues: clips.map { ($0.id, $0.split) }))
        #expect(read.first { $0.id == "e" }?.features == clips[4].features)
    }

    @Test(arguments: ["hdf5-split", "hdf5-marked", "npy-cmr"]) func aFormatOfPartsIsRefusedWhereNoClipIsInOne(format: String) throws {
        var clips = Samples.clips(.pooled, codes: false)
        for index in clips.indices { clips[index].split = nil }
        let error = #expect(throws: FeatureError.self) {
            try Samples.write(clips, Samples.set(.pooled, codes: format == "npy-cmr"), as: format, to: scratch.path("out"))
        }
        #expect(error?.description.contains("no clip is in a part") == true)
        #expect(try scratch.contents.isEmpty)
    }
}
