import Clips
import Datasets
import Testing

@Suite struct AVELayoutTests {
    private let layout = AVELayout(DatasetOptions())

    /// What the real file has: several rows for a video, a row of no length, ids in two parts, videos that are not there.
    private let annotations = """
        Church bell&RUhOCu3LNXM&good&0&10
        Male speech, man speaking&-ccciEuH9FE&good&5&10
        Church bell&VWi2ENBuTbw&good&0&0
        Bark&4AYySiliYAw&good&0&10
        Female speech, woman speaking&-ccciEuH9FE&good&5&10
        Goat&4AYySiliYAw&good&0&10
        Bark&gone_video1&good&2&4

        """

    private var members: [Member] {
        ["RUhOCu3LNXM", "-ccciEuH9FE", "VWi2ENBuTbw", "4AYySiliYAw", "Nobody_Said"].map { member("AVE_Dataset/AVE/\($0).mp4") }
    }

    private func listing(_ annotations: String? = nil, _ splits: [String: String] = [:], members: [Member]? = nil) -> Listing {
        Listing(
            members: members ?? self.members,
            texts: [text("AVE_Dataset/Annotations.txt", annotations ?? self.annotations)]
                + splits.map { text("AVE_Dataset/\($0.key)", $0.value) })
    }

    @Test func everyRowOfAVideoThatIsThereIsASample() throws {
        let dataset = try layout.dataset(from: listing())
        #expect(dataset.ids == [
            "RUhOCu3LNXM/Church bell/0-10", "-ccciEuH9FE/Male speech, man speaking/5-10", "4AYySiliYAw/Bark/0-10",
            "-ccciEuH9FE/Female speech, woman speaking/5-10", "4AYySiliYAw/Goat/0-10",
        ])
        #expect(dataset.classNames == [
            "Church bell", "Male speech, man speaking", "Bark", "Female speech, woman speaking", "Goat",
        ])
        let video = reference("AVE_Dataset/AVE/-ccciEuH9FE.mp4")
        #expect(try dataset.sample("-ccciEuH9FE/Male speech, man speaking/5-10") == Sample(
            id: "-ccciEuH9FE/Male speech, man speaking/5-10", labels: ["Male speech, man speaking"],
            interval: Interval(start: 5, end: 10), members: [.audio: video, .visual: video]))
        #expect(dataset.subjects(.zeroLength) == ["AVE_Dataset/Annotations.txt:3:32"])
        #expect(dataset.subjects(.severalRows) == ["-ccciEuH9FE", "4AYySiliYAw"])
        #expect(dataset.subjects(.missingFile) == ["gone_video1"])
        #expect(dataset.subjects(.unannotated) == ["Nobody_Said"])
        #expect(dataset.problems.count == 5)
    }

    @Test func byteOrderMarkHeaderAndCRLFDoNotMatter() throws {
        let windows = "\u{FEFF}Category&VideoID&Quality&StartTime&EndTime\r\n"
            + annotations.split(separator: "\n").joined(separator: "\r\n") + "\r\n\r\n  \r\n"
        let plain = try layout.dataset(from: listing())
        let dataset = try layout.dataset(from: listing(windows))
        #expect(dataset.samples == plain.samples && dataset.classNames == plain.classNames)
        #expect(dataset.subjects(.zeroLength) == ["AVE_Dataset/Annotations.txt:4:32"])
    }

    @Test func rowsThatMakeNoSenseAreListedWithTheirLine() throws {
        let text = """
            Bark&4AYySiliYAw&good&0&10
            Bark&4AYySiliYAw&good&0

            Bark&4AYySiliYAw&good&zero&10
            Bark&4AYySiliYAw&good&-1&10
            Bark&4AYySiliYAw&good&0&nan
            &4AYySiliYAw&good&0&10
            Bark&4AYySiliYAw&good&8&3
            Bark&4AYySiliYAw&good&0&10
            Bark&4AYySiliYAw&good&2.5&10.0
              Bark & 4AYySiliYAw & good & 3 & inf & more
              Bark & 4AYySiliYAw & good & 3 &  inf
            """
        let dataset = try layout.dataset(from: listing(text))
        #expect(dataset.ids == ["4AYySiliYAw/Bark/0-10", "4AYySiliYAw/Bark/2.5-10"])
        let places = ["2:23", "4:23", "5:23", "6:25", "7:1", "11:41", "12:36"]
        #expect(dataset.subjects(.malformedRow) == places.map { "AVE_Dataset/Annotations.txt:\($0)" })
        #expect(dataset.subjects(.reversedInterval) == ["AVE_Dataset/Annotations.txt:8:25"])
        #expect(dataset.subjects(.duplicateRow) == ["AVE_Dataset/Annotations.txt:9:1"])
        #expect(dataset.problems.first?.detail
            == "4 fields where Category&VideoID&Quality&StartTime&EndTime was expected: 'Bark&4AYySiliYAw&good&0'")
    }

    @Test func theOfficialSplitIsThatOfTheRowsNotOfTheVideos() throws {
        let dataset = try layout.dataset(from: listing(nil, [
            "trainSet.txt": "Church bell&RUhOCu3LNXM&good&0&10\nBark&4AYySiliYAw&good&0&10\nBark&4AYySiliYAv&good&0&10\nBark&unheard_of&good&0&10\n",
            "valSet.txt": "Male speech, man speaking&-ccciEuH9FE&good&5&10\n",
            "testSet.txt": "Goat&4AYySiliYAw&good&0&10\nChurch bell&RUhOCu3LNXM&good&0&10\nChurch bell&VWi2ENBuTbw&good&0&0\n",
        ]))
        #expect(dataset.samples.map(\.split) == [.train, .validation, .train, nil, .test])
        #expect(dataset.problems.filter { $0.kind == .unknownInSplit } == [
            DatasetProblem(
                kind: .unknownInSplit, subject: "AVE_Dataset/trainSet.txt:3:6",
                detail: "4AYySiliYAv/Bark/0-10 is not in Annotations.txt; did you mean '4AYySiliYAw/Bark/0-10'?"),
            DatasetProblem(
                kind: .unknownInSplit, subject: "AVE_Dataset/trainSet.txt:4:6", detail: "unheard_of/Bark/0-10 is not in Annotations.txt"),
        ])
        #expect(dataset.subjects(.notInAnySplit) == ["-ccciEuH9FE/Female speech, woman speaking/5-10", "gone_video1/Bark/2-4"])
        #expect(dataset.problems.filter { $0.kind == .splitOverlap } == [
            DatasetProblem(
                kind: .splitOverlap, subject: "RUhOCu3LNXM/Church bell/0-10", detail: "the row is in train and test; it counts as train"),
            DatasetProblem(
                kind: .splitOverlap, subject: "4AYySiliYAw", detail: "the video has rows in train and test; each row keeps its part"),
        ])
    }

    @Test func aRowThatASplitFileHasTwiceIsListed() throws {
        let row = "Bark&4AYySiliYAw&good&0&10\n"
        let dataset = try layout.dataset(from: listing(nil, ["trainSet.txt": row + "\n" + row, "valSet.txt": "", "testSet.txt": row]))
        #expect(dataset.problems.filter { $0.kind == .duplicateRow } == [
            DatasetProblem(
                kind: .duplicateRow, subject: "AVE_Dataset/trainSet.txt:3:1", detail: "4AYySiliYAw/Bark/0-10 stands in line 1 already")
        ])
        #expect(try dataset.sample("4AYySiliYAw/Bark/0-10").split == .train)
    }

    @Test func aSplitFileThatIsNotThereIsListed() throws {
        let dataset = try layout.dataset(from: listing(nil, ["trainSet.txt": annotations]))
        #expect(dataset.subjects(.missingSplitFile) == ["valSet.txt", "testSet.txt"])
        #expect(dataset.samples.allSatisfy { $0.split == .train })
        #expect(try layout.dataset(from: listing()).subjects(.missingSplitFile) == [])
    }

    @Test func categoriesKeepTheirOrderAndUnknownOnesAreRefused() throws {
        let dataset = try AVELayout(DatasetOptions(categories: ["Goat", "Bark"])).dataset(from: listing())
        #expect(dataset.classNames == ["Bark", "Goat"])
        #expect(dataset.ids == ["4AYySiliYAw/Bark/0-10", "4AYySiliYAw/Goat/0-10"])
        #expect(dataset.subjects(.unannotated) == ["Nobody_Said"], "videos of other categories are annotated")
        let error = #expect(throws: DatasetError.self) {
            try AVELayout(DatasetOptions(categories: ["Church bel"])).dataset(from: listing())
        }
        let message = "the dataset has no category 'Church bel'; did you mean 'Church bell'?; known: Church bell, "
        #expect(error?.description.hasPrefix(message) == true)
    }

    @Test func twoVideosOfOneIdClash() {
        let twice = members + [member("other/RUhOCu3LNXM.mkv", source: 1)]
        #expect(throws: DatasetError.idClash(
            id: "RUhOCu3LNXM/Church bell/0-10", first: "AVE_Dataset/AVE/RUhOCu3LNXM.mp4 (source 0)",
            second: "other/RUhOCu3LNXM.mkv (source 1)")) {
            try layout.dataset(from: listing(members: twice))
        }
    }

    @Test func aVideoWithoutSoundMissesItAndABrokenOneMissesNothing() throws {
        let odd = [member("AVE/RUhOCu3LNXM.mp4", [.visual]), member("AVE/4AYySiliYAw.mp4", problem: "moov atom not found")]
        let dataset = try layout.dataset(from: listing(members: odd))
        #expect(try dataset.sample("RUhOCu3LNXM/Church bell/0-10").members == [.visual: reference("AVE/RUhOCu3LNXM.mp4")])
        #expect(try dataset.sample("4AYySiliYAw/Bark/0-10").members.count == 2)
    }

    @Test func annotationsAreNeededOnceAndAlike() throws {
        #expect(throws: DatasetError.missingText(layout: "ave", name: "Annotations.txt")) {
            try layout.dataset(from: Listing(members: members, texts: []))
        }
        let copy = text("copy/annotations.txt", annotations, source: 1)
        let twice = Listing(members: members, texts: listing().texts + [copy])
        #expect(try layout.dataset(from: twice) == layout.dataset(from: listing()))
        let other = text("copy/Annotations.txt", "Bark&4AYySiliYAw&good&0&10", source: 1)
        #expect(throws: DatasetError.conflictingTexts(
            first: "AVE_Dataset/Annotations.txt (source 0)", second: "copy/Annotations.txt (source 1)")) {
            try layout.dataset(from: Listing(members: members, texts: listing().texts + [other]))
        }
        #expect(throws: DatasetError.noSamples(layout: "ave", count: 0, expected: AVELayout.expectation)) {
            try layout.dataset(from: listing(members: []))
        }
    }

    @Test func theOrderOfTheListingDoesNotMatter() throws {
        let forth = listing(nil, ["trainSet.txt": annotations, "testSet.txt": "Goat&4AYySiliYAw&good&0&10"])
        let back = Listing(members: forth.members.reversed(), texts: forth.texts.reversed())
        #expect(try layout.dataset(from: forth) == layout.dataset(from: back))
    }

    @Test(arguments: [
        ("AVE_Dataset/AVE/x.mp4", EntryRole.media), ("Annotations.txt", .text), ("AVE_Dataset/valSet.txt", .text),
        ("AVE_Dataset/ReadMe.txt", .ignored),
        ("AVE_Dataset/x.wav", .ignored), ("AVE_Dataset/trainset.TXT", .text),
    ])
    func roles(name: String, role: EntryRole) { #expect(layout.role(of: name) == role) }
}
