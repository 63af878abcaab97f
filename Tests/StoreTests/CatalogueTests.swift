import Clips
import Store
import Testing

@Suite struct CatalogueTests {
    let folder: TemporaryFolder
    let catalogue: Catalogue

    init() throws {
        folder = try TemporaryFolder()
        catalogue = try Catalogue(path: folder.file("catalogue.sqlite"))
    }

    /// The same file through a connection of its own: what the next run would see.
    private func reopened() throws -> Catalogue { try Catalogue(path: catalogue.path) }

    // MARK: sources

    private let source = SourceRecord(path: "/raw/AVE.zip", stamp: "100 2024", layout: "ave", listing: "abc")
    private let contents = SourceContents(
        members: [
            ScannedMember(name: "b/ü.mp4", stamp: "", size: 5_000_000_000, sha256: "22", streams: [.audio, .visual], problem: nil),
            ScannedMember(name: "a.mp4", stamp: "9 1", size: 0, sha256: "11", streams: [], problem: "not_media"),
        ],
        texts: [("train.txt", [0xff, 0, 0x0a]), ("empty.txt", [])],
        skipped: [("z.exe", "not used"), ("a.link", "a link"), ("a.link", "again")])

    @Test func aSourceComesBackInNameOrder() throws {
        try catalogue.save(source, contents)
        let reopened = try reopened()
        #expect(try reopened.source(at: source.path) == source)
        #expect(try reopened.source(at: "/other") == nil)
        let read = try reopened.contents(of: source.path)
        #expect(read.members == contents.members.reversed())
        #expect(read.texts.map(\.name) == ["empty.txt", "train.txt"])
        #expect(read.texts.map(\.content) == [[], [0xff, 0, 0x0a]])
        #expect(read.skipped.map(\.name) == ["z.exe", "a.link", "a.link"])
        #expect(read.skipped.map(\.reason) == ["not used", "a link", "again"])
    }

    @Test func savingASourceAgainReplacesItAndNoOther() throws {
        let other = SourceRecord(path: "/raw/other", stamp: "", layout: "folder", listing: "")
        try catalogue.save(other, contents)
        try catalogue.save(source, contents)
        let newer = SourceRecord(path: source.path, stamp: "101 2025", layout: "ave", listing: "def")
        try catalogue.save(newer, SourceContents())
        #expect(try catalogue.source(at: source.path) == newer)
        #expect(try catalogue.contents(of: source.path).members.isEmpty)
        #expect(try catalogue.contents(of: source.path).texts.isEmpty)
        #expect(try catalogue.contents(of: other.path).members.count == 2)
    }

    @Test func aFilesDigestIsKnownWhileItsStampHolds() throws {
        try catalogue.saveDigest("aa", ofFile: "/w.safetensors", stamp: "1")
        #expect(try catalogue.knownDigest(ofFile: "/w.safetensors", stamp: "1") == "aa")
        #expect(try catalogue.knownDigest(ofFile: "/w.safetensors", stamp: "2") == nil)
        try catalogue.saveDigest("bb", ofFile: "/w.safetensors", stamp: "2")
        #expect(try catalogue.knownDigest(ofFile: "/w.safetensors", stamp: "2") == "bb")
        #expect(try catalogue.knownDigest(ofFile: "/w.safetensors", stamp: "1") == nil)
    }

    // MARK: samples

    private let samples = [
        Sample(
            id: "x/Bark/0.1-7", labels: ["Bark", "Dog, \"big\""], split: .validation, interval: Interval(start: 0.1, end: 7),
            members: [.audio: MemberReference(source: 0, name: "x.wav"), .visual: MemberReference(source: 1, name: "x.mp4")]),
        Sample(id: "a", labels: ["Bark"], members: [.audio: MemberReference(source: 0, name: "a.mp4")]),
        Sample(id: "b", labels: ["Meow"], split: .test, members: [:]),
    ]
    private let problems = [
        ProblemRecord(kind: "no_file", subject: "y", detail: "annotated only"), ProblemRecord(kind: "a", subject: "b", detail: "c"),
    ]

    @Test func samplesComeBackInTheirOrder() throws {
        try catalogue.save(samples: samples, classNames: ["Meow", "Bark"], problems: problems, sources: ["/z", "/a"])
        let reopened = try reopened()
        #expect(try reopened.samples() == samples)
        #expect(try reopened.classNames() == ["Meow", "Bark"])
        #expect(try reopened.problems() == problems)
        #expect(try reopened.sourcePaths() == ["/z", "/a"])
    }

    @Test func savingSamplesReplacesAllOfThem() throws {
        try catalogue.save(samples: samples, classNames: ["Meow", "Bark"], problems: problems, sources: ["/z", "/a"])
        try catalogue.save(samples: [samples[1]], classNames: ["Bark"], problems: [], sources: ["/a"])
        #expect(try catalogue.samples() == [samples[1]])
        #expect(try catalogue.classNames() == ["Bark"])
        #expect(try catalogue.problems().isEmpty)
        #expect(try catalogue.sourcePaths() == ["/a"])
    }

    @Test func aRefusedSaveLeavesEverythingAsItWas() throws {
        try catalogue.save(samples: samples, classNames: ["Meow", "Bark"], problems: problems, sources: ["/z"])
        let said = message { try catalogue.save(samples: [samples[1], samples[1]], classNames: [], problems: [], sources: []) }
        #expect(said == "\(catalogue.path): could not write the samples: UNIQUE constraint failed: sample.id")
        #expect(try catalogue.samples() == samples)
        #expect(try catalogue.sourcePaths() == ["/z"])
    }

    // MARK: importing

    private func importing(_ clips: [String], failingAt failure: Int? = nil) throws {
        var index = 0
        try catalogue.import(SourceRecord(path: "/f.h5", stamp: "1", layout: "imported", listing: "l")) {
            defer { index += 1 }
            if index == failure { throw CancellationError() }
            guard index < clips.count else { return nil }
            let name = clips[index]
            return (
                ScannedMember(name: name, stamp: "", size: 0, sha256: "sha of \(name)", streams: [.audio], problem: nil),
                Sample(id: name, labels: ["Bark"], members: [.audio: MemberReference(source: 0, name: name)])
            )
        } classNames: {
            ["Bark \(index)"]
        }
    }

    @Test func anImportReplacesEverything() throws {
        try catalogue.save(samples: samples, classNames: ["Meow"], problems: problems, sources: ["/z"])
        try importing(["p", "q"])
        #expect(try catalogue.samples().map(\.id) == ["p", "q"])
        #expect(try catalogue.contents(of: "/f.h5").members.map(\.sha256) == ["sha of p", "sha of q"])
        #expect(try catalogue.sourcePaths() == ["/f.h5"] && catalogue.problems().isEmpty)
        // Asked for after the last clip.
        #expect(try catalogue.classNames() == ["Bark 3"])
    }

    @Test func anImportThatFailsLeavesEverythingAsItWasAndSaysWhy() throws {
        try catalogue.save(samples: samples, classNames: ["Meow"], problems: problems, sources: ["/z"])
        #expect(throws: CancellationError.self) { try importing(["p", "q"], failingAt: 1) }
        #expect(message { try importing(["p", "p"]) } == "\(catalogue.path): could not write the imported clips: UNIQUE constraint failed: member.source, member.name")
        #expect(try catalogue.samples() == samples && catalogue.classNames() == ["Meow"] && catalogue.sourcePaths() == ["/z"])
    }

    // MARK: failures

    private func failure(_ member: String, _ modality: Modality, of extractor: String, _ reason: String, at: String = "2024") -> FailureRecord {
        FailureRecord(
            sha256: "sha of \(member)", modality: modality, extractor: extractor, member: member,
            reason: reason, message: "\(member): \(reason)", at: at)
    }

    @Test func failuresComeBackByMemberAndExtractor() throws {
        let recorded = [
            failure("b.mp4", .audio, of: "e", "no_audio"), failure("a.mp4", .visual, of: "e", "damaged"),
            failure("a.mp4", .audio, of: "e", "damaged"), failure("a.mp4", .audio, of: "other", "damaged"),
        ]
        for failure in recorded { try catalogue.save(failure) }
        #expect(try reopened().failures(of: "e") == [recorded[2], recorded[1], recorded[0]])
    }

    @Test func aLaterFailureReplacesTheEarlierOne() throws {
        try catalogue.save(failure("a", .audio, of: "e", "damaged"))
        let later = failure("a", .audio, of: "e", "too_large", at: "2025")
        try catalogue.save(later)
        #expect(try catalogue.failures(of: "e") == [later])
    }

    @Test func failuresAreForgottenByReasonAndExtractor() throws {
        let kept = failure("c", .audio, of: "other", "no_audio")
        let others = [("a", .audio, "no_audio"), ("b", .audio, "damaged"), ("d", .visual, "damaged")] as [(String, Modality, String)]
        for record in others.map({ failure($0, $1, of: "e", $2) }) + [kept] { try catalogue.save(record) }
        #expect(try catalogue.forgetFailures(of: "e", reason: "unheard_of") == 0)
        #expect(try catalogue.forgetFailures(of: "e", reason: "no_audio") == 1)
        #expect(try catalogue.failures(of: "e").map(\.member) == ["b", "d"])
        #expect(try catalogue.forgetFailures(of: "e", reason: nil) == 2)
        #expect(try catalogue.failures(of: "e").isEmpty)
        #expect(try catalogue.failures(of: "other") == [kept])
    }

    // MARK: stages

    @Test func aStagesRecordBelongsToItsRun() throws {
        let ingredients = [["version", "1"], ["settings", "{\"a\": \"/b\"}"]]
        let record = StageRecord(ingredients: ingredients, provenance: ["cpu": "Zen 4", "host": "ü"], at: "2024", outputs: ["model": "ab"])
        let newer = StageRecord(ingredients: [], provenance: [:], at: "2025")
        try catalogue.save(record, stage: "train", ofRun: "a")
        try catalogue.save(record, stage: "train", ofRun: "b")
        try catalogue.save(newer, stage: "train", ofRun: "b")
        #expect(try reopened().stage("train", ofRun: "a") == record)
        #expect(try catalogue.stage("train", ofRun: "b") == newer)
        #expect(try catalogue.stage("ingest", ofRun: "a") == nil)
        try catalogue.forgetStage("train", ofRun: "a")
        #expect(try catalogue.stage("train", ofRun: "a") == nil)
        #expect(try catalogue.stage("train", ofRun: "b") == newer)
    }
}
