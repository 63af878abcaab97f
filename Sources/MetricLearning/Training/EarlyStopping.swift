/// Keeps the best model by validation MAP and counts the evaluations since.
struct EarlyStopping {
    let patience: Int
    private(set) var best: (epoch: Int, score: Double, model: CrossModalModel)?
    private var sinceBest = 0

    init(patience: Int) { self.patience = patience }

    /// A later epoch has to be better, not equal.
    mutating func evaluated(epoch: Int, score: Double, model: CrossModalModel) {
        if let best, score <= best.score {
            sinceBest += 1
        } else {
            best = (epoch, score, model)
            sinceBest = 0
        }
    }

    var isExhausted: Bool { sinceBest >= patience }
}
