import CHDF5
import Foundation

/// The HDF5 library as a whole: one caller at a time, and no words of its own on standard error.
public enum HDF5Library {
    /// e.g. "1.10.8".
    public static var version: String {
        _ = lock
        var (major, minor, release): (UInt32, UInt32, UInt32) = (0, 0, 0)
        H5get_libversion(&major, &minor, &release)
        return "\(major).\(minor).\(release)"
    }

    /// Made before the first call of the library, which then leaves the end of the process alone: it would write once more to a file
    /// that could not be closed for want of room, through memory it has given back (1.10.8). What is open is closed by its owner.
    private static let lock = {
        H5dont_atexit()
        return NSLock()
    }()

    /// Runs `body` while no other thread is inside the library, which not every build of it can bear.
    static func exclusively<Result>(_ body: () throws(TensorFileError) -> Result) throws(TensorFileError) -> Result {
        lock.lock()
        defer { lock.unlock() }
        // "In thread-safe versions of the library, each thread has its own error stack": so it is silenced each time.
        H5Eset_auto2(CHDF5_defaults, nil, nil)
        return try body()
    }

    /// Runs `body` as ``exclusively(_:)`` does, for what cannot fail.
    static func silently(_ body: () -> Void) {
        lock.lock()
        defer { lock.unlock() }
        H5Eset_auto2(CHDF5_defaults, nil, nil)
        body()
    }

    /// Closes a file; the one call that may come from a deinitialiser on any thread.
    static func close(file: hid_t) {
        lock.lock()
        defer { lock.unlock() }
        H5Fclose(file)
    }

    /// Turns a negative status into an error that carries the library's innermost message.
    @discardableResult
    static func check<Status: SignedInteger>(
        _ status: Status, _ call: String, _ item: String, file: String
    ) throws(TensorFileError) -> Status {
        guard status < 0 else { return status }
        throw .hdf5(file: file, call: call, item: item, reason: innermostMessage())
    }

    private static func innermostMessage() -> String {
        var message = "no reason is given"
        _ = withUnsafeMutablePointer(to: &message) { message in
            H5Ewalk2(CHDF5_defaults, H5E_WALK_DOWNWARD, { _, entry, message in
                if let text = entry?.pointee.desc { message?.assumingMemoryBound(to: String.self).pointee = String(cString: text) }
                return 0
            }, message)
        }
        return plain(message)
    }

    /// The system's words, which drivers put among times and addresses.
    private static func plain(_ message: String) -> String {
        guard let start = message.firstRange(of: "error message = '")?.upperBound, let end = message[start...].firstIndex(of: "'")
        else { return message }
        return message.prefix { $0 != ":" } + ": " + message[start..<end]
    }
}

/// An object of the library that is closed once, when its owner goes.
struct HDF5Handle: ~Copyable {
    let id: hid_t
    private let close: (hid_t) -> herr_t

    init(_ id: hid_t, _ call: String, _ item: String, file: String, closedBy close: @escaping (hid_t) -> herr_t) throws(TensorFileError) {
        self.id = try HDF5Library.check(id, call, item, file: file)
        self.close = close
    }

    deinit { _ = close(id) }
}
