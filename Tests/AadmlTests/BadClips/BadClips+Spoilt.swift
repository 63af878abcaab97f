import Media

/// Files that are cut, overwritten or lie about themselves.
enum SpoiltClips {
    static func all() throws -> [BadClip] { try cut() + overwritten() + lying() + foreign() }

    private static func cut() throws -> [BadClip] {
        let film = try ForgedClip.clip(ForgedClip.format())
        let matroska = try ForgedClip.clip(ForgedClip.format("matroska"))
        let transport = try ForgedClip.clip(ForgedClip.format("mpegts"))
        let wave = ForgedClip.wave(seconds: 2)
        return [
            BadClip("cut-zero-bytes", [], "empty"),
            BadClip("cut-one-byte", [0], "not_media"),
            BadClip("cut-mp4-10", film.cut(to: 0.1), "damaged_container"),
            BadClip("cut-mp4-50", film.cut(to: 0.5), "damaged_container"),
            BadClip("cut-mp4-in-moov", film.cut(to: 0.97), audio: .absent, visual: .rows(2)),
            BadClip("cut-mp4-without-moov", MP4Boxes.without("moov", film), "damaged_container"),
            BadClip("cut-mp4-without-data", MP4Boxes.without("mdat", film), "decode_error"),
            BadClip("cut-mp4-first-box", MP4Boxes.split(film)[0], "damaged_container"),
            BadClip("cut-matroska-60", matroska.cut(to: 0.6), audio: .rows(1), visual: .rows(2)),
            BadClip("cut-matroska-3", matroska.cut(to: 0.03), audio: .fails("too_short"), visual: .fails("truncated")),
            BadClip("cut-ts-60", transport.cut(to: 0.6), audio: .rows(1), visual: .rows(2)),
            BadClip("cut-ts-front", Array(transport.dropFirst(transport.count / 3 + 7)), audio: .rows(1), visual: .rows(1)),
            BadClip("cut-avi-50", try ForgedClip.clip(ForgedClip.format("avi", sound: "pcm_s16le")).cut(to: 0.5), audio: .fails("too_short"), visual: .rows(1)),
            BadClip("cut-wav-header-alone", Array(wave.prefix(44)), audio: .fails("truncated"), visual: .absent),
        ]
    }

    private static func overwritten() throws -> [BadClip] {
        let film = try ForgedClip.clip(ForgedClip.format())
        let zeros = MP4Boxes.changing(["mdat"], in: film) { [UInt8](repeating: 0, count: $0.count) }
        return [
            BadClip("spoilt-matroska-middle", try ForgedClip.clip(ForgedClip.format("matroska")).scrambled(from: 0.4, to: 0.5), audio: .rows(1), visual: .rows(2)),
            BadClip("spoilt-ts-middle", try ForgedClip.clip(ForgedClip.format("mpegts")).scrambled(from: 0.4, to: 0.5), audio: .rows(1), visual: .rows(2)),
            BadClip("spoilt-mp4-middle", film.scrambled(from: 0.4, to: 0.5), audio: .rows(1), visual: .rows(2)),
            BadClip("spoilt-mp4-data-zero", zeros, "decode_error"),
            BadClip("spoilt-mp4-data-noise", MP4Boxes.changing(["mdat"], in: film) { .noise($0.count) }, "decode_error"),
            BadClip("spoilt-flv-noise", try ForgedClip.clip(ForgedClip.format("flv")).scrambled(from: 0.05, to: 1), audio: .fails("too_short"), visual: .rows(1)),
            BadClip("noise", .noise(10_000), "not_media"),
            BadClip("zeros", [UInt8](repeating: 0, count: 100_000), "not_media"),
            BadClip("ones", [UInt8](repeating: 0xFF, count: 100_000), "not_media"),
            BadClip("noise-behind-ftyp", MP4Boxes.split(film)[0] + .noise(20_000), "damaged_container"),
        ]
    }

    private static func lying() throws -> [BadClip] {
        var baseline = ForgedClip.format()
        baseline.video?.options["profile"] = "baseline"
        let film = try ForgedClip.clip(baseline)
        let table = MP4Boxes.table
        let wave = ForgedClip.wave(seconds: 2)
        let count = [UInt8](bigEndian: UInt32.max)
        let nested = (0..<5_000).reduce([UInt8]()) { inner, _ in MP4Boxes.box("moov", inner) }
        return [
            BadClip("huge-8k", DeclaredSize.changed(film, width: 7680, height: 4320), audio: .rows(2), visual: .rows(2)),
            BadClip("huge-8192", DeclaredSize.changed(film, width: 8192, height: 8192), audio: .rows(2), visual: .fails("too_large")),
            BadClip("huge-16384", DeclaredSize.changed(film, width: 16_384, height: 16_384), audio: .rows(2), visual: .fails("decode_error")),
            BadClip("huge-avc1", MP4Boxes.changing(table("stsd") + ["avc1"], in: film) { $0 }.replacingSizes(of: "avc1", with: 0xFFFF), audio: .rows(2), visual: .rows(2)),
            BadClip("huge-y4m", .text("YUV4MPEG2 W30000 H30000 F25:1 C420\nFRAME\n") + .noise(5_000), "damaged_container"),
            BadClip("large-y4m-without-data", .text("YUV4MPEG2 W7000 H4000 F25:1 C420\nFRAME\n") + .noise(5_000), audio: .absent, visual: .fails("truncated")),
            BadClip("lies-wav-4-gb", wave.replacing(at: 40, with: [0xF0, 0xFF, 0xFF, 0xFF]), audio: .rows(2), visual: .absent),
            BadClip("lies-wav-no-channels", wave.replacing(at: 22, with: [0, 0]), audio: .fails("no_audio"), visual: .fails("no_video")),
            BadClip("lies-wav-65535-channels", wave.replacing(at: 22, with: [0xFF, 0xFF]), audio: .fails("decode_error"), visual: .absent),
            BadClip("lies-wav-rate-0", wave.replacing(at: 24, with: [0, 0, 0, 0]), "damaged_container"),
            BadClip("lies-wav-rate-4e9", wave.replacing(at: 24, with: [0xFF, 0xFF, 0xFF, 0xFF]), "damaged_container"),
            BadClip("lies-sample-count", MP4Boxes.changing(table("stsz"), in: film) { $0.replacing(at: 8, with: count) }, "damaged_container"),
            BadClip("lies-time-count", MP4Boxes.changing(table("stts"), in: film) { $0.replacing(at: 4, with: count) }, "damaged_container"),
            BadClip("lies-offsets", MP4Boxes.changing(table("stco"), in: film) { $0.replacing(at: 8, with: [0x7F, 0xFF, 0xFF, 0xFF]) }, audio: .fails("truncated"), visual: .rows(1)),
            BadClip("edit-list-beyond-the-end", edited(film, mediaTime: [0x7F, 0, 0, 0]), "decode_error"),
            BadClip("edit-list-long-pause", edited(film, mediaTime: [0xFF, 0xFF, 0xFF, 0xFF]), "truncated"),
            BadClip("two-thousand-streams", MP4Boxes.multiplyingTracks(film, by: 1000), "damaged_container"),
            BadClip("boxes-in-boxes", MP4Boxes.split(film)[0] + nested, "damaged_container"),
            BadClip("size-of-a-box-beyond-the-file", film.replacing(at: 0, with: [0x7F, 0xFF, 0xFF, 0xFF]), "damaged_container"),
        ]
    }

    private static func edited(_ film: [UInt8], mediaTime: [UInt8]) -> [UInt8] {
        MP4Boxes.changing(["moov", "trak", "edts", "elst"], in: film) { $0.replacing(at: 12, with: mediaTime) }
    }

    private static func foreign() throws -> [BadClip] {
        [
            BadClip("foreign-text", .text("just some words\n"), "not_media"),
            BadClip("foreign-web-page", .text("<!DOCTYPE html><html><head><title>404</title></head><body>Not found</body></html>\n"), "not_media"),
            BadClip("foreign-gzip", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + .noise(2_000), "container_refused"),
            BadClip("foreign-zip", .text("PK\u{3}\u{4}") + .noise(2_000), "damaged_container"),
            BadClip("foreign-subtitles", .text("1\n00:00:00,000 --> 00:00:01,000\nwords\n\n2\n00:00:01,000 --> 00:00:02,000\nwords\n\n"), "container_refused"),
            BadClip("foreign-program", .text("\u{7F}ELF") + .noise(4_000), "damaged_container"),
        ]
    }
}

extension [UInt8] {
    /// The picture's size in every sample description of that kind.
    fileprivate func replacingSizes(of kind: String, with size: UInt16) -> [UInt8] {
        var bytes = self
        for place in bytes.indices.dropLast(40) where bytes[place..<place + 4].elementsEqual(kind.utf8) {
            bytes = bytes.replacing(at: place + 28, with: [UInt8](bigEndian: size) + [UInt8](bigEndian: size))
        }
        return bytes
    }
}
