import Digests
import Foundation

/// Gets a published file: from where it was fetched to before, an offline folder, a cache that other tools filled, a mirror or
/// its authors' address; whichever it is, its size and digest decide whether it is used.
public struct WeightFetch: Sendable {
    /// Where the file came from.
    public enum Origin: Hashable, Sendable {
        case alreadyThere, offlineFolder, cache, network(address: String)
    }

    public struct Outcome: Hashable, Sendable {
        /// The verified file, where it stands.
        public let path: String
        public let file: PublishedFile
        /// SHA-256.
        public let digest: String
        public let origin: Origin
        /// Whether the digest was not known before and now is.
        public let isPinned: Bool
    }

    /// What is said while it works.
    public enum Event: Hashable, Sendable {
        case progress(name: String, received: Int, total: Int?)
        /// A source that was passed over, and why.
        case passedOver(reason: String)
        case downloading(address: String)
    }

    /// Where downloads and pins go.
    public var folder: String
    /// Base address that replaces the authors' servers: the file's name is appended.
    public var mirror: String?
    /// A folder that is used instead of the network.
    public var offlineFolder: String?
    /// Folders where other tools keep the same files.
    public var caches: [String]
    var patience = Downloader.Patience()

    public init(folder: String, mirror: String? = nil, offlineFolder: String? = nil, caches: [String] = []) {
        self.folder = folder
        self.mirror = mirror
        self.offlineFolder = offlineFolder
        self.caches = caches
    }

    /// The caches of PyTorch's hub and of the YouTube-8M feature extractor, as these tools look for them.
    public static func usualCaches(environment: [String: String]) -> [String] {
        let home = environment["HOME"] ?? "/"
        let torch = environment["TORCH_HOME"] ?? (environment["XDG_CACHE_HOME"] ?? home + "/.cache") + "/torch"
        return [torch + "/hub/checkpoints", home + "/yt8m"]
    }

    /// Gets one of files that hold the same, the first that can be had.
    ///
    /// - Throws: ``FetchError``: that of the first file, where none can be had.
    public func fetch(_ files: [PublishedFile], report: @escaping (Event) -> Void) throws(FetchError) -> Outcome {
        precondition(!files.isEmpty, "nothing to fetch")
        do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
            throw .cannotWrite(path: folder, reason: error.localizedDescription)
        }
        var pins = try DigestPins(folder: folder)
        if let found = try local(files, &pins, report) { return found }
        if let offlineFolder { throw .notInFolder(offlineFolder, names: files.map(\.name)) }
        var first: FetchError?
        for file in files {
            let outcome = Result { () throws(FetchError) in try download(file, &pins, report) }
            switch outcome {
            case .success(let outcome): return outcome
            case .failure(let error):
                report(.passedOver(reason: "\(error)"))
                first = first ?? error
            }
        }
        throw first ?? .notInFolder(folder, names: files.map(\.name))
    }

    /// A file that is on this machine. In the offline folder a wrong file is an error; elsewhere it is passed over.
    private func local(
        _ files: [PublishedFile], _ pins: inout DigestPins, _ report: (Event) -> Void
    ) throws(FetchError) -> Outcome? {
        let places = [(folder, Origin.alreadyThere)] + (offlineFolder.map { [($0, Origin.offlineFolder)] } ?? []) + caches.map { ($0, Origin.cache) }
        for (place, origin) in places {
            for file in files where FileManager.default.fileExists(atPath: place + "/" + file.name) {
                let path = place + "/" + file.name
                let outcome = Result { () throws(FetchError) in try accept(path, as: file, source: path, origin, &pins) }
                switch outcome {
                case .success(let outcome): return outcome
                case .failure(let error):
                    guard origin != .offlineFolder else { throw error }
                    report(.passedOver(reason: "\(error)"))
                }
            }
        }
        return nil
    }

    private func download(
        _ file: PublishedFile, _ pins: inout DigestPins, _ report: @escaping (Event) -> Void
    ) throws(FetchError) -> Outcome {
        let address = mirror.map { ($0.hasSuffix("/") ? $0 : $0 + "/") + file.name } ?? file.address
        let destination = folder + "/" + file.name
        let part = PartialDownload(of: destination)
        report(.downloading(address: address))
        let downloader = Downloader(patience: patience) { report(.progress(name: file.name, received: $0, total: $1)) }
        while true {
            let wasContinued = try downloader.download(file, from: address, into: part)
            let outcome = Result { () throws(FetchError) in try accept(part.path, as: file, source: address, .network(address: address), &pins) }
            switch outcome {
            case .success(let accepted):
                try part.finish(as: destination)
                return Outcome(path: destination, file: file, digest: accepted.digest, origin: accepted.origin, isPinned: accepted.isPinned)
            case .failure(let error):
                part.discard()
                guard wasContinued else { throw error }   // parts of an earlier run may be at fault: once more from the start
            }
        }
    }

    /// Compares size and digest with what is known, and pins a digest that is not.
    private func accept(
        _ path: String, as file: PublishedFile, source: String, _ origin: Origin, _ pins: inout DigestPins
    ) throws(FetchError) -> Outcome {
        let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int ?? 0
        if let expected = file.size, size != expected { throw .wrongSize(source: source, expected: expected, found: size) }
        let digest: String
        do throws(FileDigestError) { digest = try SHA256.hex(ofFile: path) } catch { throw .cannotRead(path: path, reason: error.reason) }
        guard file.admits(digest) else { throw .wrongDigest(source: source, expected: file.expectedDigest, found: digest) }
        if let pinned = pins[file.name], pinned != digest { throw .pinBroken(source: source, pinned: pinned, found: digest, pins: pins.path) }
        let isNew = pins[file.name] == nil
        try pins.pin(file.name, digest)
        return Outcome(path: path, file: file, digest: digest, origin: origin, isPinned: isNew)
    }
}
