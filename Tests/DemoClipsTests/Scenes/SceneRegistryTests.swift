import Tensors
import Testing

@testable import DemoClips

@Suite struct SceneRegistryTests {
    @Test func namesAreVEGASs() {
        #expect(DemoDataset.categories == [
            "baby_cry", "chainsaw", "dog", "drum", "fireworks", "helicopter", "printer", "rail_transport", "snoring", "water_flowing",
        ])
    }

    @Test(arguments: 0..<10)
    func everySceneMovesAndSoundsAndStaysInRange(category: Int) {
        var random = SeededGenerator(seed: UInt64(category))
        let style = SceneStyle(overlap: 0.5, random: &random)
        let scene = SceneRegistry.scenes[category].init(seconds: 3, style: style, random: &random)
        let camera = Camera(centre: point(80, 60), scale: 60, roll: 0, isMirrored: false)
        let empty = Canvas(width: 160, height: 120, pixels: [UInt8](repeating: 90, count: 160 * 120 * 3), camera: camera)
        let frames = [0.1, 0.5, 0.9, 1.7, 2.3].map { time in
            var canvas = empty
            scene.draw(at: time, on: &canvas)
            return canvas.pixels
        }
        #expect(frames.contains { $0 != empty.pixels })
        #expect(Set(frames).count > 1, "nothing moves")
        var sound = Sound(rate: 16_000, count: 48_000)
        scene.play(into: &sound)
        #expect(sound.samples.allSatisfy { $0.isFinite })
        sound.normalize(to: 1)
        #expect(sound.samples.contains { abs($0) > 0.5 }, "nothing sounds")
    }

    /// The same generator gives the same scene: a picture depends on its time alone, not on those drawn before.
    @Test(arguments: 0..<10)
    func picturesDependOnTheirTimeAlone(category: Int) {
        func scene() -> any Scene {
            var random = SeededGenerator(seed: 77)
            let style = SceneStyle(overlap: 0.5, random: &random)
            return SceneRegistry.scenes[category].init(seconds: 2, style: style, random: &random)
        }
        func picture(_ scene: any Scene, _ time: Double) -> [UInt8] {
            var canvas = Canvas(
                width: 96, height: 72, pixels: [UInt8](repeating: 0, count: 96 * 72 * 3),
                camera: Camera(centre: point(48, 36), scale: 36, roll: 0.1, isMirrored: true))
            scene.draw(at: time, on: &canvas)
            return canvas.pixels
        }
        let (one, other) = (scene(), scene())
        _ = picture(one, 0.3)
        #expect(picture(one, 1.2) == picture(other, 1.2))
    }
}
