import CFFmpeg

/// Options on their way to a muxer or encoder, which takes out those it knows.
struct EncoderOptions: ~Copyable {
    var pointer: OpaquePointer?   // owned AVDictionary

    /// Keys go in sorted, so that one set of options is one order of settings.
    init(_ options: [String: String]) {
        for (key, value) in options.sorted(by: { $0.key < $1.key }) { av_dict_set(&pointer, key, value, 0) }
    }

    deinit {
        var owned = pointer
        av_dict_free(&owned)
    }

    /// An option nobody took is a misspelt one.
    func checkAllUsed(clip: String, by taker: String) throws(MediaError) {
        guard let left = av_dict_get(pointer, "", nil, AV_DICT_IGNORE_SUFFIX) else { return }
        let key = String(cString: left.pointee.key)
        throw .invalidSetting(clip: clip, setting: "option of \(taker)", value: "'\(key)'", expected: "one that it has")
    }
}
