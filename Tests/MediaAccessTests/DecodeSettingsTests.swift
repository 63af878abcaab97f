import Clips
import MediaAccess
import Settings
import Testing
import Workflow

@Suite struct DecodeSettingsTests {
    @Test func decodedMediaArePersistedInFormsThatAreNamed() throws {
        func persist(_ text: String) throws -> (settings: PersistSettings, resolved: SettingsValue?) {
            let (settings, resolved) = try decodeSettings("persist: \(text)")
            return (settings.persist, resolved?["persist"])
        }
        func message(_ text: String) -> String { #expect(throws: SettingsError.self) { try persist(text) }?.description ?? "" }
        #expect(try decodeSettings().resolved?["persist"] == .flag(false))
        #expect(try persist("false").settings.isOn == false)
        let plain = try persist("true").settings
        #expect(plain.isOn && plain.sound == .wav && plain.frames == .png)
        let lossy = try persist("{sound: flac, frames: jpg}")
        #expect(lossy.settings.sound == .flac && lossy.settings.frames == .jpg(quality: 95))
        #expect(lossy.resolved?["quality"] == .integer(95))
        #expect(try persist("{frames: jpg, quality: 30}").settings.frames == .jpg(quality: 30))
        #expect(message("yes please").hasSuffix("expected true, false or {sound: wav or flac, frames: png or jpg, quality: 1 to 100}"))
        #expect(message("{frames: png, quality: 3}").contains("unknown key 'quality'"))
        #expect(message("{frames: jpg, quality: 0}").contains("a whole number from 1 to 100"))
    }

    /// Features from a lossy form are other features; a lossless form leaves a fingerprint as it is.
    @Test func onlyALossyFormIsAnIngredient() throws {
        let lossless = try decodeSettings("persist: {sound: wav, frames: png}").settings.persist
        #expect(Modality.allCases.allSatisfy { lossless.lossyEncoding($0) == nil })
        let lossy = try decodeSettings("persist: {sound: flac, frames: jpg}").settings.persist
        #expect(lossy.lossyEncoding(.audio) == Ingredient("kept as", "flac, 16 bits"))
        #expect(lossy.lossyEncoding(.visual) == Ingredient("kept as", "jpg, quality 95"))
    }

    @Test func theLimitsAreOneIngredient() throws {
        let limits = try decodeSettings("max_clip_bytes: 5, max_pixels: 6, max_seconds: 7").settings.limitsIngredient
        #expect(limits == Ingredient("limits", "5 bytes, 6 pixels, 7.0 s"))
    }

    @Test func aDecoderIsIsolatedWhereThereIsAProgramAndItIsWanted() throws {
        func isIsolated(_ keys: String, _ command: [String]?) throws -> Bool {
            if case .isolated = ClipDecoder(try decodeSettings(keys).settings, command: command) { true } else { false }
        }
        #expect(try isIsolated("", ["/usr/bin/aadml", "decode-server"]))
        #expect(try !isIsolated("", nil) && !isIsolated("isolate: false", ["/usr/bin/aadml", "decode-server"]))
    }
}
