import Foundation
import Retrieval
import Workflow

/// Tells which case is at work, and about how long the rest will take.
struct ExperimentProgress {
    private let cases: [ExperimentCase]
    private let events: any EventSink
    private var start = ContinuousClock.now
    /// Seconds of the cases that had work to do.
    private var seconds: [Double] = []
    private var fresh = 0

    init(_ settings: ExperimentSettings, events: any EventSink) {
        cases = settings.cases
        self.events = events
    }

    mutating func begin(_ index: Int) -> CaseEvents {
        start = .now
        return CaseEvents(events: events, label: "case \(index + 1) of \(cases.count) (\(cases[index].label))")
    }

    /// - Parameter figures: nil for a case that failed.
    mutating func end(_ index: Int, _ figures: CaseFigures?, worked: Bool) {
        let elapsed = (ContinuousClock.now - start).seconds
        if !worked, figures != nil {
            fresh += 1
        } else {
            seconds.append(elapsed)
        }
        let name = "case \(index + 1) of \(cases.count) (\(cases[index].label))"
        if worked, let figures, let map = figures.map(by: ExperimentComparison.chosen) {
            let found = String(format: "MAP by %@ %.3f", figures.chosen, map.mean)
            events.emit(.finished(stage: name, summary: found + left(after: index), seconds: elapsed))
        }
        if index == cases.count - 1, fresh > 0 { events.emit(.notice("\(fresh) of \(cases.count) cases were up to date")) }
    }

    /// As if all cases to come had work to do.
    private func left(after index: Int) -> String {
        let remaining = cases.count - index - 1
        guard remaining > 0, !seconds.isEmpty else { return "" }
        return ", about \(spelled(seconds: seconds.reduce(0, +) / Double(seconds.count) * Double(remaining))) left"
    }
}
