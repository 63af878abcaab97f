import Retrieval

extension ExperimentResults {
    /// One line a variant and score with every figure in full, for spreadsheets and plots (RFC 4180).
    var csv: String {
        let head = [
            "variant", "score", "n", "audio_to_visual", "audio_to_visual_sd", "visual_to_audio", "visual_to_audio_sd", "average", "average_sd",
            "chance", "control", "difference", "difference_se", "difference_n", "difference_low", "difference_high",
        ]
        var lines = [head]
        for variant in variants {
            for (name, score) in variant.scores.sorted(by: { $0.key < $1.key }) {
                let difference = score.difference
                lines.append([
                    variant.name, name, "\(score.average.count)", full(score.audioToVisual.mean), full(score.audioToVisual.deviation),
                    full(score.visualToAudio.mean), full(score.visualToAudio.deviation), full(score.average.mean), full(score.average.deviation),
                    full(variant.chance?.mean), variant.control ?? "", full(difference?.average.mean), full(difference?.average.standardError),
                    difference.map { "\($0.average.count)" } ?? "", full(difference?.bootstrap?.low), full(difference?.bootstrap?.high),
                ])
            }
        }
        return lines.map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined()
    }
}

private func full(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }

private func quoted(_ text: String) -> String {
    text.contains { $0 == "," || $0 == "\"" || $0.isNewline } ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
}
