import CArchive
import Foundation

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
    /// The system could not read the file; what is in it may be sound.
    case unreadable(String)

    init(_ code: Int32, of archive: OpaquePointer) {
        // A disk or a server that fails is no damage, whatever the call makes of it.
        if code != ARCHIVE_OK, code != ARCHIVE_EOF, Self.systemErrors.contains(archive_errno(archive)) {
            self = .unreadable(Self.wholeMessage(of: archive))
            return
        }
        switch code {
        case ARCHIVE_OK: self = .good
        case ARCHIVE_EOF: self = .end
        case ARCHIVE_WARN: self = .warned(Self.message(of: archive))
        case ARCHIVE_RETRY: self = .retry(Self.message(of: archive))
        case ARCHIVE_FAILED: self = .failed(Self.message(of: archive))
        default: self = .fatal(Self.message(of: archive))
        }
    }

    /// What read(2) says of a device or a network file system.
    static let systemErrors: Set<Int32> = [EIO, ENXIO, ENODEV, ESTALE, ETIMEDOUT, ENOTCONN, EREMOTEIO, EACCES]

    /// With the system's words, which libarchive leaves out in "Error reading" and "Write error".
    static func wholeMessage(of archive: OpaquePointer) -> String {
        let words = String(cString: strerror(archive_errno(archive))), message = message(of: archive)
        return message.contains(words) ? message : "\(message): \(words)"
    }

    static func message(of archive: OpaquePointer) -> String {
        archive_error_string(archive).map { String(cString: $0) } ?? "no reason given; it may be cut short"
    }
}
