/// Files that name another file or an address, which nobody may follow.
enum PointingClips {
    /// - Parameters:
    ///   - target: the path of a clip.
    ///   - film: what it holds, an mp4 whose `moov` stands behind its data.
    ///   - port: where someone listens on this machine.
    static func all(at target: String, _ film: [UInt8], port: UInt16) throws -> [BadClip] {
        let address = "http://127.0.0.1:\(port)/a.ts"
        let playlist = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n"
        return [
            BadClip("points-hls-file", .text(playlist + "\(target)\n#EXT-X-ENDLIST\n"), "container_refused"),
            BadClip("points-hls-address", .text(playlist + "\(address)\n#EXT-X-ENDLIST\n"), "container_refused"),
            BadClip("points-concat", .text("ffconcat version 1.0\nfile '\(target)'\n"), "container_refused"),
            BadClip("points-concat-protocol", .text("ffconcat version 1.0\nfile 'concat:\(target)|\(address)'\n"), "container_refused"),
            BadClip("points-sdp", .text("v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio \(port) RTP/AVP 0\n"), "container_refused"),
            BadClip("points-dash", .text("<?xml version=\"1.0\"?>\n\(dash)<Period><BaseURL>\(address)</BaseURL></Period></MPD>\n"), "container_refused"),
            BadClip("points-pls", .text("[playlist]\nFile1=\(address)\nNumberOfEntries=1\n"), "container_refused"),
            BadClip("points-asx", .text("<asx version=\"3.0\"><entry><ref href=\"\(address)\"/></entry></asx>\n"), "not_media"),
            BadClip("points-rtsp", .text("RTSPtext\nrtsp://127.0.0.1:\(port)/a\n"), "not_media"),
            BadClip("points-mov-absolute", ReferringMovie.file(film, at: target, .absolutePath), "truncated"),
            BadClip("points-mov-beside", ReferringMovie.file(film, at: target, .relativePath(up: 1, down: 1)), "truncated"),
            BadClip("points-mov-below", ReferringMovie.file(film, at: target, .relativePath(up: 1, down: 2)), "truncated"),
            BadClip("points-mov-url", elsewhere(film, target), audio: .fails("decode_error"), visual: .fails("truncated")),
        ]
    }

    private static let dash =
        "<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" profiles=\"urn:mpeg:dash:profile:isoff-on-demand:2011\" type=\"static\">"

    /// An mp4 whose tracks say that their samples lie in another file: a data reference without the flag "in this file".
    private static func elsewhere(_ film: [UInt8], _ target: String) -> [UInt8] {
        MP4Boxes.referring(film, by: MP4Boxes.box("url ", [0, 0, 0, 0] + .text("file://\(target)") + [0]))
    }
}
