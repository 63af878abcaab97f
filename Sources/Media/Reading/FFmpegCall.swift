import CFFmpeg

/// Where an FFmpeg call stands: the clip, and what kind of failure its error codes mean there.
struct FFmpegCall {
    let clip: String
    /// Turns a call's name and FFmpeg's text into the error of this place.
    let error: (_ call: String, _ why: String) -> MediaError

    /// For calls whose failure is not the clip's fault.
    init(library clip: String) {
        self.clip = clip
        error = { .library(clip: clip, call: $0, why: $1) }
    }

    init(clip: String, error: @escaping (_ call: String, _ why: String) -> MediaError) {
        self.clip = clip
        self.error = error
    }

    /// The one place where FFmpeg's negative codes become errors; gives back the others.
    @discardableResult
    func check(_ status: Int32, _ call: String) throws(MediaError) -> Int32 {
        if status < 0 { throw error(call, errorText(status)) }
        return status
    }

    /// The same for calls that answer nil when memory is short or a name is unknown.
    func require<Value>(_ value: Value?, _ call: String, _ why: String = "out of memory") throws(MediaError) -> Value {
        guard let value else { throw error(call, why) }
        return value
    }
}

/// FFmpeg's own words for an error code.
func errorText(_ status: Int32) -> String {
    var text = [CChar](repeating: 0, count: Int(AV_ERROR_MAX_STRING_SIZE))
    guard av_strerror(status, &text, text.count) == 0 else { return "error code \(status)" }
    return text.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
}
