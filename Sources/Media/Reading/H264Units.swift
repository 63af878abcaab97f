import CFFmpeg

/// The kinds of NAL units in a packet of H.264.
///
/// **Source**: ITU-T H.264, table 7-1 (`nal_unit_type`), annex B (start codes); ISO/IEC 14496-15 (lengths).
struct H264Units {
    /// How units are told apart.
    enum Framing: Hashable {
        /// Each begins with 00 00 01.
        case startCodes
        /// Each is preceded by its length in this many bytes.
        case lengths(Int)

        init(_ parameters: AVCodecParameters) {
            if let header = parameters.extradata, parameters.extradata_size >= 7, header[0] == 1 {
                self = .lengths(Int(header[4] & 3) + 1)
            } else {
                self = .startCodes
            }
        }
    }

    /// `nal_unit_type` of each unit, in order.
    let kinds: [UInt8]

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ framing: Framing) {
        switch framing {
        case .startCodes: kinds = kindsAfterStartCodes(bytes)
        case .lengths(let size): kinds = kindsAfterLengths(bytes, size)
        }
    }

    var holdsIDR: Bool { kinds.contains(5) }

    /// Slices, and units that say nothing of other pictures: SEI, delimiters, ends and filler.
    var holdsSlicesAlone: Bool { !kinds.isEmpty && kinds.allSatisfy { (1...6).contains($0) || (9...12).contains($0) } }
}

private func kindsAfterStartCodes(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var kinds: [UInt8] = []
    var zeros = 0
    var index = 0
    while index + 1 < bytes.count {
        if bytes[index] == 1, zeros >= 2 { kinds.append(bytes[index + 1] & 31) }
        zeros = bytes[index] == 0 ? zeros + 1 : 0
        index += 1
    }
    return kinds
}

/// Stops where a length leads out of the packet.
private func kindsAfterLengths(_ bytes: UnsafeBufferPointer<UInt8>, _ size: Int) -> [UInt8] {
    var kinds: [UInt8] = []
    var index = 0
    while index + size < bytes.count {
        let length = bytes[index..<(index + size)].reduce(0) { $0 << 8 | Int($1) }
        index += size
        kinds.append(bytes[index] & 31)
        index += length
    }
    return kinds
}
