import Foundation

/// A text file that appears whole or not at all.
struct PageFile {
    let path: String

    private var folder: String {
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    func write(_ text: String) throws(ReportError) {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .notWritten(path: path, call: "making its folder", reason: error.localizedDescription)
        }
        let temporary = "\(path).\(getpid()).partial"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw failure("open") }
        do throws(ReportError) {
            defer { close(descriptor) }
            try write(Array(text.utf8), to: descriptor)
            guard fsync(descriptor) == 0 else { throw failure("fsync") }
            guard rename(temporary, path) == 0 else { throw failure("rename") }
        } catch {
            unlink(temporary)
            throw error
        }
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) throws(ReportError) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress! + done, $0.count - done) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw failure("write") }
            done += count
        }
    }

    private func failure(_ call: String) -> ReportError {
        .notWritten(path: path, call: call, reason: String(cString: strerror(errno)))
    }
}
