import Settings

/// Suggests what an unknown id may have meant.
///
/// Only for the first few: of a file that was made for another dataset, every id is unknown.
struct NearestIDs {
    private let known: [String]
    private var left = 20

    init(_ known: [String]) { self.known = known }

    mutating func suggestion(for id: String) -> String {
        guard left > 0 else { return "" }
        left -= 1
        return nearestName(to: id, among: known).map { "; did you mean '\($0)'?" } ?? ""
    }
}
