import Tensors
import Testing

@Suite struct RGBImageTests {
    @Test func aPictureWithoutThreeBytesAPixelIsAProgrammersMistake() async {
        #expect(RGBImage(width: 2, height: 1, pixels: [1, 2, 3, 4, 5, 6]).pixels.count == 6)
        await #expect(processExitsWith: .failure) { _ = RGBImage(width: 2, height: 2, pixels: [1, 2, 3]) }
        await #expect(processExitsWith: .failure) { _ = RGBImage(width: 0, height: 2, pixels: []) }
    }
}
