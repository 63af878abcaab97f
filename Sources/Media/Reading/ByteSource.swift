import CFFmpeg
import Foundation

/// The bytes of one clip with a position of their own, as a demuxer reads them.
final class ByteSource {
    private let bytes: [UInt8]
    private let descriptor: Int32   // owned; -1 when the bytes are in memory
    let size: Int64
    private(set) var position: Int64 = 0
    /// Why the last read failed, so that a failing disk is not taken for a damaged clip.
    private(set) var failure: MediaError?
    private let clip: String

    init(_ source: MediaBytes, clip: String) throws(MediaError) {
        self.clip = clip
        switch source {
        case .memory(let bytes):
            self.bytes = bytes
            descriptor = -1
            size = Int64(bytes.count)
        case .file(let path):
            bytes = []
            (descriptor, size) = try openFile(path, clip: clip)
        }
        if size == 0 { throw .empty(clip: clip) }   // deinit closes the descriptor
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Bytes copied to `target`, 0 at the end, or an FFmpeg error code.
    func read(into target: UnsafeMutableRawBufferPointer) -> Int32 {
        let left = max(0, min(Int64(target.count), size - position))
        guard left > 0, let base = target.baseAddress else { return 0 }
        let count: Int
        if descriptor < 0 {
            bytes.withUnsafeBytes { base.copyMemory(from: $0.baseAddress! + Int(position), byteCount: Int(left)) }
            count = Int(left)
        } else {
            count = readFile(base, Int(left))
            if count < 0 { return cffmpeg_io_error }
        }
        position += Int64(count)
        return Int32(count)
    }

    /// The new position, or an FFmpeg error code. Positions past the end are legal, as in a file.
    func seek(_ offset: Int64, from origin: Int32) -> Int64 {
        let base: Int64
        switch origin & ~AVSEEK_FORCE {
        case AVSEEK_SIZE: return size
        case SEEK_SET: base = 0
        case SEEK_CUR: base = position
        case SEEK_END: base = size
        default: return Int64(cffmpeg_invalid_argument)
        }
        let (target, overflow) = base.addingReportingOverflow(offset)
        guard !overflow, target >= 0 else { return Int64(cffmpeg_invalid_argument) }
        position = target
        return target
    }

    private func readFile(_ base: UnsafeMutableRawPointer, _ count: Int) -> Int {
        while true {
            let got = pread(descriptor, base, count, off_t(position))
            if got < 0, errno == EINTR { continue }
            if got < 0 { failure = .unreadable(clip: clip, call: "pread", why: String(cString: strerror(errno))) }
            return got
        }
    }
}

private func openFile(_ path: String, clip: String) throws(MediaError) -> (descriptor: Int32, size: Int64) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)   // a named pipe must not hang the worker
    guard descriptor >= 0 else { throw .unreadable(clip: clip, call: "open", why: String(cString: strerror(errno))) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
        let why = String(cString: strerror(errno))
        close(descriptor)
        throw .unreadable(clip: clip, call: "fstat", why: why)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
        close(descriptor)
        throw .unreadable(clip: clip, call: "open", why: "not a regular file")
    }
    return (descriptor, Int64(status.st_size))
}
