import Settings

/// The keys of what is compared, and by which loss.
extension TrainingSettings {
    mutating func readMetric(from section: Section) throws(SettingsError) {
        let name = try section.choice("loss", default: TripletMarginLoss.name, among: LossRegistry.names)
        loss = try LossRegistry.entry(named: name).reading(section)
        supervision = try section.choice("supervision", default: .labels)
        proxy = try section.decode("proxy")
        pairings = try readPairings(from: section)
        labelLoss = try section.choice("label_loss", default: type(of: loss).space == .labelSpace ? .oneHot : .crossEntropy)
        if supervision == .pairs { try leaveLabelsOut(section) }
    }

    /// Nothing that needs labels goes with training on pairs.
    private mutating func leaveLabelsOut(_ section: Section) throws(SettingsError) {
        switch type(of: loss).space {
        case .embeddings: break
        case .classProxies, .labelSpace:
            throw .conflict(
                at: section.position(of: "loss"),
                problem: "loss '\(type(of: loss).name)' needs classes, which supervision 'pairs' does not use; choose another loss or supervision: labels")
        }
        guard !proxy.sameClass else {
            throw .conflict(
                at: section.position(of: "proxy"),
                problem: "proxy.same_class needs labels, which supervision 'pairs' does not use; leave it out")
        }
        labelWeight = 0
        guard try section.number("label_weight", default: 0, in: 0...1_000_000) == 0 else {
            throw .conflict(
                at: section.position(of: "label_weight"),
                problem: "a label loss needs labels, which supervision 'pairs' does not use; set label_weight to 0 or leave it out")
        }
    }

    private func readPairings(from section: Section) throws(SettingsError) -> [ModalityPairing] {
        guard case .embeddings = type(of: loss).space else { return try withoutPairings(section) }
        guard section.gives("pairings") else {
            let pairings = supervision == .labels ? ModalityPairing.allCases : ModalityPairing.crossModal
            section.record("pairings", as: .list(pairings.map { .text($0.rawValue) }))
            return pairings
        }
        let names = try section.texts("pairings")
        var pairings: [ModalityPairing] = []
        for name in names {
            guard let pairing = ModalityPairing(rawValue: name), !pairings.contains(pairing) else {
                let known = ModalityPairing.allCases.map(\.rawValue)
                throw section.refusal(
                    of: "pairings", expected: "each of \(known.joined(separator: ", ")) at most once, not '\(name)'",
                    nearest: known.contains(name) ? nil : nearestName(to: name, among: known))
            }
            pairings.append(pairing)
        }
        guard !pairings.isEmpty else { throw section.refusal(of: "pairings", expected: "at least one pairing") }
        if supervision == .pairs, let within = pairings.first(where: { !ModalityPairing.crossModal.contains($0) }) {
            throw .conflict(
                at: section.position(of: "pairings"),
                problem: "pairing '\(within.rawValue)' has no positives with supervision 'pairs', where only an item's other view is one; "
                    + "use audio-visual and visual-audio")
        }
        return pairings
    }

    private func withoutPairings(_ section: Section) throws(SettingsError) -> [ModalityPairing] {
        guard !section.gives("pairings") else {
            throw .conflict(
                at: section.position(of: "pairings"),
                problem: "loss '\(type(of: loss).name)' compares both modalities in a way of its own; leave pairings out")
        }
        return []
    }
}

extension ModalityPairing {
    static let crossModal: [ModalityPairing] = [.audioVisual, .visualAudio]
}
