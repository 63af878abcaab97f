/// The expected average precision of a random ranking of `gallerySize` items of which `relevant` are relevant.
///
/// `E[AP] = (1/N) (H_N + (R-1) (N - H_N) / (N-1))`, H_N being the N-th harmonic number; 0 if nothing is relevant.
public func chanceAveragePrecision(gallerySize: Int, relevant: Int) -> Double {
    guard relevant > 0 else { return 0 }
    guard gallerySize > 1 else { return 1 }
    var harmonic = 0.0
    for rank in stride(from: gallerySize, to: 0, by: -1) { harmonic += 1 / Double(rank) }
    let n = Double(gallerySize)
    return (harmonic + Double(relevant - 1) * (n - harmonic) / (n - 1)) / n
}
