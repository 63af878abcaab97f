import CArchive

/// What a call of libarchive reported, with its message: the one place where its status codes are read.
enum LibraryStatus: Equatable {
    case good
    case end
    /// The call succeeded only in part: for data, a wrong checksum or length.
    case warned(String)
    /// This call failed, the next of its kind may succeed.
    case retry(String)
    case failed(String)
    /// The handle is good for nothing any more.
    case fatal(String)

    init(_ code: Int32, of archive: OpaquePointer) {
        switch code {
        case ARCHIVE_OK: self = .good
        case ARCHIVE_EOF: self = .end
        case ARCHIVE_WARN: self = .warned(Self.message(of: archive))
        case ARCHIVE_RETRY: self = .retry(Self.message(of: archive))
        case ARCHIVE_FAILED: self = .failed(Self.message(of: archive))
        default: self = .fatal(Self.message(of: archive))
        }
    }

    static func message(of archive: OpaquePointer) -> String {
        archive_error_string(archive).map { String(cString: $0) } ?? "no reason given; it may be cut short"
    }
}
