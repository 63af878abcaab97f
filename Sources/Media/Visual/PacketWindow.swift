import CFFmpeg

/// The video packets read ahead of the decoder, and what of each must be decoded for every row's frame to come out.
///
/// A frame is on display from its time to the next frame's; it is needed if a row's instant lies between. Times that
/// are not known yet can only shorten that stretch, so what is not needed now never will be. Should a needed frame not
/// come out of the decoder, the frame before it, which may have been left out, is on display longer: see
/// ``VideoTrack/needsFullDecode``.
struct PacketWindow {
    enum Need {
        /// Its picture.
        case picture
        /// What other pictures refer to.
        case references
        case nothing
    }

    private struct Entry {
        let packet: Packet
        /// nil where its frame is not presented.
        let time: Int64?
        let isFresh: Bool
        let holdsPictureAlone: Bool
    }

    private let rules: SkippingRules
    private let hasEditLists: Bool
    private var entries: [Entry] = []
    private var byteCount = 0
    /// Times of presented frames from the window's earliest on, ascending.
    private var times: [Int64] = []
    /// Times of the frames left out since a row was last settled.
    private var skippedTimes: [Int64] = []
    private var isEnded = false
    /// Whether everything is decoded from now on.
    private var isPlain: Bool
    /// Whether a picture may have been left out.
    private(set) var hasSkipped = false

    /// Packets read ahead at most: ten seconds at 25 a second, as long as most encoders let a group of pictures grow.
    private static let packetLimit = 256
    /// Their bytes at most, but for the last packet's.
    private static let byteLimit = 8 << 20

    init(_ stream: DemuxedStream, _ effort: DecodeEffort) {
        rules = SkippingRules(stream)
        hasEditLists = stream.demuxer.hasEditLists
        isPlain = effort == .everything || !rules.allowAny
    }

    /// Takes over the packet's bytes.
    mutating func add(_ packet: Packet, clip: String) throws(MediaError) {
        let packet = try Packet(taking: packet, clip: clip)
        if packet.presentationTime == nil { isPlain = true }   // its frame could be anywhere
        let time = presentedTime(packet)
        if let time { times.insert(time, at: position(after: time)) }
        entries.append(Entry(
            packet: packet, time: time, isFresh: !isPlain && rules.isFresh(packet),
            holdsPictureAlone: !isPlain && rules.holdsPictureAlone(packet)))
        byteCount += packet.bytes.count
    }

    /// No packet is to follow.
    mutating func end() { isEnded = true }

    /// Decodes everything from here on, where a clip turns out to be damaged.
    mutating func stopSkipping() { isPlain = true }

    /// The next packet for the decoder; nil until more were read.
    ///
    /// - Parameter clock: nil until the first frame came out: the rows' instants count from it.
    mutating func next(_ clock: RowClock?) -> (packet: Packet, need: Need)? {
        guard isEnded || isPlain || entries.count > Self.packetLimit || byteCount > Self.byteLimit, let first = entries.first else {
            return nil
        }
        let need = need(clock)
        if need != .picture {
            hasSkipped = true
            if let time = first.time { skippedTimes.append(time) }
        }
        entries.removeFirst()
        byteCount -= first.packet.bytes.count
        if times.count > 2 * Self.packetLimit { forgetPassedTimes() }
        return (first.packet, need)
    }

    /// Whether a frame was left out that would have followed the one of `time` on display by the last of the rows
    /// before `row`. Nothing is asked of earlier frames later on.
    mutating func hasSkippedFrame(after time: Int64, before row: Int, _ clock: RowClock) -> Bool {
        skippedTimes.removeAll { $0 <= time }
        return skippedTimes.contains { clock.count(before: $0) < row }
    }

    private func need(_ clock: RowClock?) -> Need {
        guard !isPlain, let clock, !isNeeded(entries[0], clock) else { return .picture }
        if isFollowedByFreshStart(clock) { return .nothing }
        return rules.skipsNonReferences ? .references : .picture
    }

    private func isNeeded(_ entry: Entry, _ clock: RowClock) -> Bool {
        guard let time = entry.time else { return false }
        let next = position(after: time)
        guard next < times.count else { return true }   // the last frame known: how long it stays is not
        return clock.count(before: times[next]) > clock.count(before: time)
    }

    /// Whether nothing is needed from the first packet to one where decoding starts afresh.
    private func isFollowedByFreshStart(_ clock: RowClock) -> Bool {
        guard entries[0].holdsPictureAlone else { return false }
        for entry in entries.dropFirst() {
            if entry.isFresh { return true }
            if !entry.holdsPictureAlone || isNeeded(entry, clock) { return false }
        }
        return false
    }

    private func presentedTime(_ packet: Packet) -> Int64? {
        guard packet.pointer.pointee.flags & AV_PKT_FLAG_DISCARD == 0, let time = packet.presentationTime else { return nil }
        return hasEditLists && time < 0 ? nil : time
    }

    /// Where in `times` the first time after `time` stands, or would.
    private func position(after time: Int64) -> Int {
        var range = 0..<times.count
        while !range.isEmpty {
            let middle = (range.lowerBound + range.upperBound) / 2
            range = times[middle] > time ? range.lowerBound..<middle : (middle + 1)..<range.upperBound
        }
        return range.lowerBound
    }

    private mutating func forgetPassedTimes() {
        guard let earliest = entries.compactMap(\.time).min() else { return times.removeAll() }
        times.removeAll { $0 < earliest }
    }
}

/// How much of a clip's video is decoded. The rows are the same.
enum DecodeEffort {
    /// What the rows need, where the codec allows to tell.
    case needed
    case everything
}
