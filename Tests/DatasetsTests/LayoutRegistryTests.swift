import Clips
import Datasets
import Testing

@Suite struct LayoutRegistryTests {
    @Test func everyLayoutIsFoundByItsName() throws {
        let names = LayoutRegistry.all.map { $0.name }
        #expect(names == ["ave", "folder", "vegas", "webdataset"])
        for name in names {
            let layout = try LayoutRegistry.named(name)
            #expect(layout.name == name && !layout.expectation.isEmpty)
            #expect(throws: DatasetError.self) { try layout.init(DatasetOptions()).dataset(from: Listing(members: [], texts: [])) }
        }
    }

    @Test(arguments: [
        ("vega", "unknown dataset layout 'vega'; did you mean 'vegas'?; known: ave, folder, vegas, webdataset"),
        ("AVE", "unknown dataset layout 'AVE'; did you mean 'ave'?; known: ave, folder, vegas, webdataset"),
        ("kinetics", "unknown dataset layout 'kinetics'; known: ave, folder, vegas, webdataset"),
    ])
    func unknownNamesGetTheNearest(name: String, message: String) {
        let error = #expect(throws: DatasetError.self) { try LayoutRegistry.named(name) }
        #expect(error?.description == message)
    }

    @Test(arguments: [
        (["AVE_Dataset/Annotations.txt", "AVE_Dataset/AVE/x.mp4"], "ave"),
        (["dog/videos/video_00000.mp4", "dog/video_info.csv", "dog/img/video_00000.jpg"], "vegas"),
        (["000.mp4", "000.json", "001.mp4", "001.json"], "webdataset"), (["dog/1.mp4", "cat/2.wav", "notes.txt"], "folder"),
        (["dog/videos/holiday.mp4"], "folder"), (["notes.txt", "1.jpg"], nil), (["clip.mp4"], nil), ([], nil),
    ] as [([String], String?)])
    func layoutsAreRecognised(names: [String], layout: String?) {
        #expect(LayoutRegistry.detect(entryNames: names) == layout)
    }
}
