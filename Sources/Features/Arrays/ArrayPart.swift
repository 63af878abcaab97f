import Clips

/// The arrays of a file that hold the clips of one part, or of all parts, row for row.
struct ArrayPart {
    /// Tells the part of each clip.
    struct Marker {
        let name: String
        /// What each spelling means.
        let codes: [String: Split]
        /// How a clip in no part is marked.
        var none: String?
    }

    /// The part all clips are in; nil where a marker tells, or nothing does.
    let split: Split?
    /// Names by modality; those the file lacks are not read.
    let features: [String: String]
    /// nil where clips have no label.
    let label: String?
    /// Behind the names of the arrays that only our files have.
    let suffix: String
    var marker: Marker?
    /// Whether the rows of all clips stand one below the other, and `<modality>_offsets` tells whose they are.
    var isStacked = false
}
