import Extractors
import Settings

extension Section {
    /// `algorithms:` of `extract`: a file that `aadml bench network --tune` wrote; without it the committed choices.
    func algorithmChoices() throws(SettingsError) -> AlgorithmChoices {
        guard gives("algorithms") else { return .committed }
        let place = position(of: "algorithms")
        let path = try path("algorithms")
        do { return try AlgorithmChoices(contentsOf: path) } catch { throw .conflict(at: place, problem: error.description) }
    }
}
