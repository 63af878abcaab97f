import CFFmpeg

/// What of a video stream can be left undecoded without a trace in the other pictures.
///
/// - Pictures that no other refers to: in H.264 the bitstream marks them (`nal_ref_idc` 0), in MPEG-1, 2 and 4 they
///   are the B pictures. HEVC's mark is not enough (a picture of a higher temporal layer may refer to them), and VP9
///   and AV1 seldom have any.
/// - Everything up to a packet from which decoding starts afresh: an IDR picture of H.264, and any picture of a codec
///   whose pictures all stand alone. Other random access points (open GOP, recovery points) are followed by pictures
///   that refer to what lies before them.
///
/// Interlaced streams are decoded whole: the fields of one picture may be marked differently.
///
/// The loop filter is never skipped: a picture it could be skipped for is one that is not decoded at all. Nor does
/// the demuxer seek: a packet that is passed over costs its read alone, and few containers seek exactly.
struct SkippingRules {
    let skipsNonReferences: Bool
    private let fresh: Fresh

    private enum Fresh {
        case never
        case always
        case atIDR(H264Units.Framing)
    }

    init(_ stream: DemuxedStream) {
        let parameters = stream.parameters
        let isIntraOnly = avcodec_descriptor_get(parameters.codec_id).map { $0.pointee.props & AV_CODEC_PROP_INTRA_ONLY != 0 } ?? false
        switch (parameters.codec_id, parameters.field_order) {
        case (AV_CODEC_ID_H264, AV_FIELD_PROGRESSIVE):
            (skipsNonReferences, fresh) = (true, .atIDR(H264Units.Framing(parameters)))
        case (AV_CODEC_ID_MPEG1VIDEO, AV_FIELD_PROGRESSIVE), (AV_CODEC_ID_MPEG2VIDEO, AV_FIELD_PROGRESSIVE),
            (AV_CODEC_ID_MPEG4, AV_FIELD_PROGRESSIVE), (AV_CODEC_ID_MPEG4, AV_FIELD_UNKNOWN):
            (skipsNonReferences, fresh) = (true, .never)
        case (_, AV_FIELD_PROGRESSIVE) where isIntraOnly, (_, AV_FIELD_UNKNOWN) where isIntraOnly:
            (skipsNonReferences, fresh) = (false, .always)
        default:
            (skipsNonReferences, fresh) = (false, .never)
        }
    }

    /// Whether anything can be left out at all.
    var allowAny: Bool {
        if case .never = fresh { return skipsNonReferences }
        return true
    }

    /// Whether nothing from here on depends on a packet before this one.
    func isFresh(_ packet: Packet) -> Bool {
        switch fresh {
        case .never: false
        case .always: true
        case .atIDR(let framing): packet.isKey && H264Units(packet.bytes, framing).holdsIDR
        }
    }

    /// Whether the packet holds nothing but its picture: no parameter sets, palette or new header that later ones need.
    func holdsPictureAlone(_ packet: Packet) -> Bool {
        guard packet.pointer.pointee.side_data_elems == 0 else { return false }
        return switch fresh {
        case .never, .always: true
        case .atIDR(let framing): H264Units(packet.bytes, framing).holdsSlicesAlone
        }
    }
}
