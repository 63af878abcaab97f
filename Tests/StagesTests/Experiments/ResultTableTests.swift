import Retrieval
@testable import Stages
import Testing

/// The forms a result is printed in, word for word.
@Suite struct ResultTableTests {
    private func map(_ value: Double) -> Directions<Double> { Directions(audioToVisual: value, visualToAudio: value + 0.1, average: value + 0.05) }

    private func results(seeds: Int) throws -> ExperimentResults {
        func score(_ values: [Double], against control: [Double]?) throws -> ExperimentResults.Score {
            func spread(_ shift: Double) throws -> Spread { try #require(Spread(values.map { $0 + shift })) }
            let differences = control.map { zip(values, $0).map(-) }
            let difference = try differences.map { try #require(Spread($0)) }
            return ExperimentResults.Score(
                audioToVisual: try spread(0), visualToAudio: try spread(0.1), average: try spread(0.05),
                difference: difference.map { ExperimentResults.Difference(audioToVisual: $0, visualToAudio: $0, average: $0, bootstrap: nil) })
        }
        let base = Array([0.5, 0.52, 0.54].prefix(seeds)), better = Array([0.51, 0.54, 0.57].prefix(seeds))
        func variant(_ name: String, _ values: [Double], _ control: [Double]?) throws -> ExperimentResults.Variant {
            ExperimentResults.Variant(
                name: name, settings: [], control: control == nil ? nil : "plain & 50%", score: "cosine", chance: map(0.1),
                scores: ["cosine": try score(values, against: control), "chosen": try score(values, against: control)],
                runs: values.enumerated().map { ExperimentResults.Run(seed: $0.offset, fold: nil, run: "r", map: ["cosine": map($0.element)]) })
        }
        return ExperimentResults(
            experiment: "e", cases: 2 * seeds, finished: 2 * seeds, comparedScore: "chosen", comparedDirection: .average,
            variants: [try variant("plain & 50%", base, nil), try variant("k=3, wide", better, base)], failures: [], synthesizedWeights: false,
            shuffledLabels: false, warnings: [])
    }

    @Test func markdown() throws {
        let tables = ResultTable.all(try results(seeds: 3))
        #expect(tables.count == 1)
        #expect(tables[0].markdown == """
            e: MAP, mean ± standard deviation over n seeds and folds (score: cosine)

            | variant | n | audio to visual | visual to audio | average | chance | paired difference, average (standard error, n) | compared with |
            |---|---:|---:|---:|---:|---:|---:|---:|
            | plain & 50% | 3 | 0.520 ± 0.020 | 0.620 ± 0.020 | 0.570 ± 0.020 | 0.150 |  |  |
            | k=3, wide | 3 | 0.540 ± 0.030 | 0.640 ± 0.030 | 0.590 ± 0.030 | 0.150 | +0.0200 (0.0058, 3) | plain & 50% |

            """)
    }

    @Test func latexEscapesWhatItWouldTakeForCommands() throws {
        let latex = ResultTable.all(try results(seeds: 3))[0].latex
        #expect(latex.contains("\\begin{tabular}{lrrrrrrr}\n\\hline\nvariant & n &"))
        #expect(latex.contains("plain \\& 50\\% & 3 & 0.520 $\\pm$ 0.020 &"))
        #expect(latex.hasSuffix("\\hline\n\\end{tabular}\n\\end{table}\n"))
    }

    @Test func csvHoldsFullFiguresAndQuotesCommas() throws {
        let lines = try results(seeds: 3).csv.split(separator: "\r\n").map(String.init)
        #expect(lines.count == 5)
        #expect(lines[0].hasPrefix("variant,score,n,audio_to_visual,audio_to_visual_sd"))
        #expect(lines[4].hasPrefix("\"k=3, wide\",cosine,3,0.54"))
        #expect(lines.allSatisfy { $0.replacing("\"k=3, wide\"", with: "x").count { $0 == "," } == 15 })
    }

    @Test func aSingleRunHasNoDeviationAndIsWarnedOf() throws {
        let results = try results(seeds: 1)
        #expect(ResultTable.all(results)[0].rows[0][2] == "0.500")
        #expect(results.notices == ["n = 1 for plain & 50%, k=3, wide: two single runs prove nothing; give the experiment more seeds."])
    }

    @Test func spreadsAreThoseOfTheTextbook() throws {
        let spread = try #require(Spread([2, 4, 4, 4, 5, 5, 7, 9]))
        #expect(spread.mean == 5)
        #expect(abs(try #require(spread.deviation) - (32.0 / 7).squareRoot()) < 1e-15)
        #expect(abs(try #require(spread.standardError) - (32.0 / 56).squareRoot()) < 1e-15)
        #expect(Spread([]) == nil)
        #expect(Spread([1])?.deviation == nil)
    }
}
