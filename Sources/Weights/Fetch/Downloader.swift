import Foundation
import FoundationNetworking

/// Downloads a file piece by piece: goes on where a connection broke, and where an earlier run stopped.
struct Downloader {
    /// How patient a download is.
    struct Patience {
        /// Tries in a row that bring nothing new.
        var tries = 4
        /// Before the second try; doubled each time.
        var delay = Duration.seconds(1)
        /// Without a byte.
        var stallLimit = Duration.seconds(30)
    }

    /// No published weights are larger; a server that sends for ever does not fill the disk.
    static let maxBytes = 4 << 30

    var patience = Patience()
    /// Bytes that are there, and of how many.
    var progress: (Int, Int?) -> Void = { _, _ in }

    /// Brings the whole file into `part`; the caller compares its digest.
    ///
    /// - Returns: whether bytes of an earlier run are in it.
    func download(_ file: PublishedFile, from address: String, into part: PartialDownload) throws(FetchError) -> Bool {
        var barren = 0
        var delay = patience.delay
        var continued = false
        while true {
            let before = part.resumable(from: address)
            if barren == 0, before != nil { continued = true }
            let outcome = Result { () throws(FetchError) in try attempt(file, address, part, before) }
            guard case .failure(let error) = outcome else { return continued }
            guard error.isPassing else { throw error }
            if part.resumable(from: address) == nil { part.discard() }
            let gained = (part.resumable(from: address)?.size ?? 0) > (before?.size ?? 0)
            barren = gained ? 1 : barren + 1
            guard barren < patience.tries else { throw error }
            if gained { delay = patience.delay }
            Thread.sleep(forTimeInterval: Double(delay.components.seconds) + Double(delay.components.attoseconds) * 1e-18)
            delay *= 2
        }
    }

    private func attempt(
        _ file: PublishedFile, _ address: String, _ part: PartialDownload, _ before: (origin: PartialDownload.Origin, size: Int)?
    ) throws(FetchError) {
        var headers: [String: String] = [:]
        if let before {
            headers["Range"] = "bytes=\(before.size)-"
            headers["If-Range"] = before.origin.validator
        }
        let body = ArrivingBody(file: file, address: address, part: part, before: before, progress: progress)
        let transfer = HTTPTransfer(address: address, onResponse: body.begin, onBytes: body.append)
        let outcome = Result { () throws(FetchError) in try transfer.run(headers: headers, stallLimit: patience.stallLimit) }
        try body.close()
        // A broken connection and a body that ends early are the same to the user; the second has numbers.
        if let total = body.total, body.received < total, body.received > 0, case .failure(.unreachable) = outcome {
            throw .cutShort(address: address, received: body.received, expected: total)
        }
        try outcome.get()
        if let total = body.total, body.received != total { throw .cutShort(address: address, received: body.received, expected: total) }
    }
}

/// The body of one answer on its way to the disk. Used by one transfer, whose lock guards it, and after its end.
private final class ArrivingBody {
    private let file: PublishedFile
    private let address: String
    private let part: PartialDownload
    private let before: (origin: PartialDownload.Origin, size: Int)?
    private let progress: (Int, Int?) -> Void
    private var handle: FileHandle?
    private(set) var received = 0
    private(set) var total: Int?

    init(
        file: PublishedFile, address: String, part: PartialDownload, before: (origin: PartialDownload.Origin, size: Int)?,
        progress: @escaping (Int, Int?) -> Void
    ) {
        (self.file, self.address, self.part, self.before, self.progress) = (file, address, part, before, progress)
    }

    func begin(_ response: HTTPURLResponse) throws(FetchError) {
        switch response.statusCode {
        case 200:
            total = response.value(forHTTPHeaderField: "Content-Length").flatMap(Int.init)
            try checkTotal()
            handle = try part.open(continuing: false, origin: .init(address: address, validator: validator(of: response), total: total))
        case 206:
            guard let before, let range = ContentRange(response.value(forHTTPHeaderField: "Content-Range")), range.start == before.size,
                  range.total == before.origin.total
            else {
                part.discard()   // the next try asks for the whole file
                throw .unreachable(address: address, reason: "the server sent another part than was asked for")
            }
            (received, total) = (before.size, range.total)
            try checkTotal()
            handle = try part.open(continuing: true, origin: before.origin)
        case 416:
            part.discard()
            throw .unreachable(address: address, reason: "the file has changed on the server")
        default:
            throw .refused(address: address, status: response.statusCode)
        }
    }

    func append(_ bytes: Data) throws(FetchError) {
        guard received + bytes.count <= Downloader.maxBytes else {
            throw .wrongSize(source: address, expected: file.size ?? total ?? Downloader.maxBytes, found: received + bytes.count)
        }
        do { try handle?.write(contentsOf: bytes) } catch { throw .cannotWrite(path: part.path, reason: error.localizedDescription) }
        received += bytes.count
        progress(received, total)
    }

    func close() throws(FetchError) {
        do {
            try handle?.synchronize()
            try handle?.close()
        } catch {
            throw .cannotWrite(path: part.path, reason: error.localizedDescription)
        }
        handle = nil
    }

    private func checkTotal() throws(FetchError) {
        if let size = file.size, let total, total != size { throw .wrongSize(source: address, expected: size, found: total) }
        if let total, total > Downloader.maxBytes { throw .wrongSize(source: address, expected: file.size ?? Downloader.maxBytes, found: total) }
        if total == nil, case .unknown = file.digest { throw .unknownLength(address: address) }
    }

    /// A weak entity tag does not say that bytes are equal.
    private func validator(of response: HTTPURLResponse) -> String? {
        if let tag = response.value(forHTTPHeaderField: "ETag"), !tag.hasPrefix("W/") { return tag }
        return response.value(forHTTPHeaderField: "Last-Modified")
    }
}

/// `bytes 100-199/1000`.
private struct ContentRange {
    let start: Int
    let total: Int

    init?(_ text: String?) {
        guard let match = text?.wholeMatch(of: /bytes (\d+)-\d+\/(\d+)/), let start = Int(match.1), let total = Int(match.2) else { return nil }
        (self.start, self.total) = (start, total)
    }
}
