import Clips
import Datasets
import Testing

@Suite struct WebDatasetLayoutTests {
    private let layout = WebDatasetLayout(DatasetOptions())

    private func labels(_ name: String, _ content: String) throws -> Dataset {
        try layout.dataset(from: Listing(
            members: [member("a.mp4"), member("known.mp4")], texts: [text(name, content), text("known.cls", "z")]))
    }

    @Test(arguments: [
        ("a.cls", "dog\n", ["dog"]), ("a.cls", " 7 ", ["7"]), ("a.txt", "church bell", ["church bell"]),
        ("a.json", #"{"label": "dog", "caption": {"x": [1, null]}}"#, ["dog"]), ("a.json", #"{"labels": ["dog", "cat"]}"#, ["dog", "cat"]),
        ("a.json", #"{"cls": 3}"#, ["3"]), ("a.json", #"{"class": null, "category": "goat"}"#, ["goat"]),
        ("a.json", #"{"labels": [4, 2]}"#, ["4", "2"]),
    ])
    func labelsAreReadFromAnyOfTheirFiles(name: String, content: String, expected: [String]) throws {
        #expect(try labels(name, content).sample("a").labels == expected)
    }

    @Test(arguments: [
        ("a.json", "{", "no JSON object"), ("a.json", "[1]", "no JSON object"),
        ("a.json", #"{"label": {"x": 1}}"#, "'label' is neither a name, nor a whole number, nor a list of them"),
        ("a.json", #"{"cls": 1.5}"#, "'cls' is neither a name, nor a whole number, nor a list of them"),
        ("a.cls", "dog\ncat\n", "2 lines where one label was expected"),
    ])
    func labelsThatCannotBeReadAreProblems(name: String, content: String, detail: String) throws {
        let dataset = try labels(name, content)
        #expect(dataset.ids == ["known"])
        #expect(dataset.problems == [DatasetProblem(kind: .malformedRow, subject: name, detail: detail)])
    }

    @Test func theRankOfLabelFilesAndWhatHasNone() throws {
        let dataset = try layout.dataset(from: Listing(
            members: [member("x/a.mp4"), member("b.mp4"), member("c.mp4")],
            texts: [
                text("x/a.txt", "a dog barks at a cat"), text("x/a.json", #"{"label": "cat"}"#), text("x/a.cls", "dog"),
                text("b.json", #"{"url": "https://x"}"#), text("gone.cls", "dog"),
            ]))
        #expect(try dataset.sample("x/a").labels == ["dog"])
        #expect(dataset.ids == ["x/a"])
        #expect(dataset.subjects(.unlabelled) == ["b", "c"] && dataset.subjects(.missingFile) == ["gone"])
    }

    @Test func theKeyEndsAtTheFirstDotAndSoundsArePaired() throws {
        let dataset = try layout.dataset(from: Listing(
            members: [member("v1.2/000.video.mp4", [.visual]), member("v1.2/000.audio.flac")], texts: [text("v1.2/000.cls", "3")]))
        #expect(dataset.ids == ["v1.2/000"])
        #expect(try dataset.sample("v1.2/000").members
            == [.visual: reference("v1.2/000.video.mp4"), .audio: reference("v1.2/000.audio.flac")])
    }

    @Test func keysAreUniqueOverTheShards() {
        let members = [member("a.mp4"), member("a.mp4", source: 1)]
        #expect(throws: DatasetError.idClash(id: "a", first: "a.mp4 (source 0)", second: "a.mp4 (source 1)")) {
            try layout.dataset(from: Listing(members: members, texts: [text("a.cls", "1")]))
        }
    }

    @Test func numbersAreOrderedByValueAndNamesByName() throws {
        func classNames(_ labels: [String]) throws -> [String] {
            try layout.dataset(from: Listing(
                members: labels.map { member("k\($0).mp4") }, texts: labels.map { text("k\($0).cls", $0) })).classNames
        }
        #expect(try classNames(["10", "9", "2"]) == ["2", "9", "10"])
        #expect(try classNames(["10", "9", "b"]) == ["10", "9", "b"])
    }

    @Test func aCategoryThatIsNotKeptIsTakenOffTheLabels() throws {
        let layout = WebDatasetLayout(DatasetOptions(categories: ["cat"]))
        let dataset = try layout.dataset(from: Listing(
            members: [member("a.mp4"), member("b.mp4")],
            texts: [text("a.json", #"{"labels": ["dog", "cat"]}"#), text("b.cls", "dog")]))
        #expect(dataset.ids == ["a"] && dataset.classNames == ["cat"])
        #expect(try dataset.sample("a").labels == ["cat"])
    }
}
