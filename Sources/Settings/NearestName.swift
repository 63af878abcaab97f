/// The candidate most like `name`, if one is close enough to be a slip of the keyboard; for "did you mean".
///
/// Optimal string alignment distance (insertions, deletions, substitutions, neighbours swapped), case ignored;
/// at most a third of the name's length, and at least one edit, is accepted. Ties go to the first candidate.
public func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars)
    var best: (distance: Int, name: String)?
    for candidate in candidates {
        let limit = best.map { $0.distance - 1 } ?? max(1, wanted.count / 3)
        if let distance = editDistance(wanted, Array(candidate.lowercased().unicodeScalars), limit: limit) { best = (distance, candidate) }
    }
    return best?.name
}

/// nil where it is over the limit, which is found early: there may be tens of thousands of candidates.
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], limit: Int) -> Int? {
    guard abs(a.count - b.count) <= limit else { return nil }
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
        var current = [i] + [Int](repeating: 0, count: b.count)
        for j in 1...b.count {
            let substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
            current[j] = min(last[j] + 1, current[j - 1] + 1, substitution)
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                current[j] = min(current[j], beforeLast[j - 2] + 1)
            }
        }
        (beforeLast, last) = (last, current)
        if let least = (beforeLast + last).min(), least > limit { return nil }
    }
    return last[b.count] <= limit ? last[b.count] : nil
}
