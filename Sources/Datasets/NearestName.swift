/// The known name that was most likely meant: the one with the fewest edits (Levenshtein), if these are at most a third of
/// the letters, or the one with the same letters in other case.
func nearestName(to name: String, among known: [String]) -> String? {
    let letters = Array(name.lowercased())
    let ranked = known.map { (name: $0, edits: editDistance(letters, Array($0.lowercased()))) }
    guard let best = ranked.min(by: { $0.edits < $1.edits }), best.edits <= max(1, letters.count / 3) else { return nil }
    return best.name
}

private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
    var row = Array(0...right.count)
    for (i, letter) in left.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, other) in right.enumerated() {
            let above = row[j + 1]
            row[j + 1] = min(above + 1, row[j] + 1, diagonal + (letter == other ? 0 : 1))
            diagonal = above
        }
    }
    return row[right.count]
}
