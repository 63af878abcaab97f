import Clips
import Media
import Workflow

/// What makes the decoded media of one modality what they are: two runs with equal recipes may read each other's shards.
enum DecodedRecipe {
    /// Raised when the same settings would give other samples or pixels.
    private static let version = "1"

    static func fingerprint(_ modality: Modality, _ decode: DecodeSettings) -> Fingerprint {
        let form: [Ingredient] = switch modality {
        case .audio: [Ingredient("waveform", resamplerDescription), Ingredient("sound", decode.persist.sound.description)]
        case .visual: [Ingredient("frames_per_second", String(decode.framesPerSecond)), Ingredient("frames", decode.persist.frames.description)]
        }
        return Fingerprint(
            [Ingredient("version", version), Ingredient("modality", modality.rawValue)] + form + [decode.limitsIngredient])
    }
}
