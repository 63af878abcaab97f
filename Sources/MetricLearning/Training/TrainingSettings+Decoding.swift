public import Settings

extension TrainingSettings: StrictlyDecodable {
    public init(from section: Section) throws(SettingsError) {
        self.init()
        try MethodRegistry.refuseFusion(in: section)
        let name = try section.choice("method", default: AnchorAwareMethod.name, among: MethodRegistry.names)
        seed = try section.integer("seed", default: seed, in: 0...Int.max)
        method = try MethodRegistry.entry(named: name).init(from: section, sharing: &self)
    }

    /// The shape of the network and the weights of its losses.
    mutating func readNetwork(from section: Section) throws(SettingsError) {
        try readWidths(from: section)
        labelWeight = try section.number("label_weight", default: labelWeight, in: 0...1_000_000)
        reconstructionWeight = try section.number("reconstruction_weight", default: reconstructionWeight, in: 0...1_000_000)
    }

    /// The shape of a baseline's encoders.
    mutating func readEncoder(from section: Section) throws(SettingsError) {
        try readWidths(from: section)
        activation = try section.choice("activation", default: activation)
        initialWeights = try section.choice("initial_weights", default: initialWeights)
    }

    private mutating func readWidths(from section: Section) throws(SettingsError) {
        hidden = try section.integer("hidden", default: hidden, in: 1...65_536)
        embedding = try section.integer("embedding", default: embedding, in: 1...65_536)
        dropout = try section.number("dropout", default: dropout, in: 0...0.95)
    }

    /// How long, in which steps, and which epoch is kept.
    ///
    /// - Parameter usual: what the epoch is chosen by unless the section says otherwise; a method that trains without labels
    ///   chooses without them.
    mutating func readSchedule(from section: Section, selecting usual: ModelSelection = .map) throws(SettingsError) {
        epochs = try section.integer("epochs", default: epochs, in: 1...1_000_000)
        batch = try section.integer("batch", default: batch, in: 4...16_384)
        batches = try section.decode("batches")
        guard batches.kind != ClassBalancedBatches.name || 2 * batches.itemsPerClass <= batch else {
            throw .conflict(
                at: section.position(of: "batches"),
                problem: "a batch of \(batch) has no room for two classes of \(batches.itemsPerClass) items; lower batches.items_per_class or raise batch")
        }
        optimiser = try section.decode("optimiser")
        learningRate = try readLearningRate(from: section)
        schedule = try section.decode("schedule")
        selection = try section.choice("select", default: usual)
        patience = try section.integer("patience", default: patience, in: 1...1_000_000)
        evaluateEvery = try section.integer("evaluate_every", default: evaluateEvery, in: 1...1_000_000)
        gradientClip = try section.number("gradient_clip", default: gradientClip, in: 0...1_000_000)
        checkpointEvery = try section.integer("checkpoint_every", default: checkpointEvery, in: 1...1_000_000)
    }

    private func readLearningRate(from section: Section) throws(SettingsError) -> LearningRate {
        guard let given = section.alternative("learning_rate") else {
            section.record("learning_rate", as: .text("auto"))
            return .auto
        }
        guard case .text(let text) = given else { throw section.refusal(of: "learning_rate", expected: "'auto' or a number") }
        if text == "auto" {
            section.record("learning_rate", as: .text("auto"))
            return .auto
        }
        guard Double(text) != nil else { throw section.refusal(of: "learning_rate", expected: "'auto' or a number") }
        return .fixed(try section.number("learning_rate", default: 0, in: 1e-9...10))
    }
}
