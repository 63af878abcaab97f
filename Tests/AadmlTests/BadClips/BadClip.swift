/// A clip of the corpus and what must become of it.
struct BadClip {
    /// What becomes of one modality.
    enum Fate: Equatable, CustomStringConvertible {
        /// Features of so many rows.
        case rows(Int)
        /// No features, for the reason of this code.
        case fails(String)
        /// The file has no such stream, so none is missed.
        case absent

        var description: String {
            switch self {
            case .rows(let count): "\(count) rows"
            case .fails(let code): code
            case .absent: "absent"
            }
        }
    }

    let name: String
    let bytes: [UInt8]
    let audio: Fate
    let visual: Fate

    init(_ name: String, _ bytes: [UInt8], audio: Fate, visual: Fate) {
        self.name = name
        self.bytes = bytes
        self.audio = audio
        self.visual = visual
    }

    /// A file of which nothing is used, for one reason.
    init(_ name: String, _ bytes: [UInt8], _ reason: String) { self.init(name, bytes, audio: .fails(reason), visual: .fails(reason)) }
}
