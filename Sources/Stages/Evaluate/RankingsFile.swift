/// `rankings.json`: for every test query the first items of the other modality's gallery, by the chosen score.
struct RankingsFile: Codable {
    struct Hit: Codable {
        let id: String
        let score: Double
    }

    struct Query: Codable {
        let id: String
        let hits: [Hit]
    }

    let audioToVisual: [Query]
    let visualToAudio: [Query]

    enum CodingKeys: String, CodingKey {
        case audioToVisual = "audio_to_visual"
        case visualToAudio = "visual_to_audio"
    }
}
