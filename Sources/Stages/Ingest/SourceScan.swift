import Archives
import Clips
import Datasets
import Digests
import Files
import Foundation
import Locks
import Media
import MediaAccess
import Store
import Workflow

/// Reads a source once: hashes its media, asks their containers what streams they have, and keeps its small texts.
struct SourceScan: Sendable {
    let path: String
    let layout: any DatasetLayout
    let decode: DecodeSettings
    /// Members as they were when the source was last read: files with the same stamp are not read again.
    let known: [String: ScannedMember]

    /// A member on its way from the reader to a worker.
    private struct Job: Sendable {
        let name: String
        let stamp: String
        let bytes: MediaBytes
    }

    func run(_ context: RunContext) throws -> SourceContents {
        let reader = try EntryReader(source: path, limits: decode.archives)
        let collected = Shared(SourceContents())
        let stageName = StageName.ingest.rawValue
        try WorkerPool.run(workers: context.workers, capacity: context.workers, makeWorker: { ClipDecoder(decode, command: context.serverCommand) }) { decoder, job in
            let member: ScannedMember
            do {
                member = try scanned(job, decoder, context)
            } catch let error as FileDigestError {
                collected.change { contents in
                    contents.skipped.append((job.name, error.reason))
                    contents.isComplete = false
                }
                return
            }
            let count = collected.change { contents in
                contents.members.append(member)
                return contents.members.count
            }
            context.events.emit(.progress(stage: stageName, done: count, total: 0, failed: 0, unit: "files", note: ""))
        } produce: { put in
            while let entry = try reader.nextReadable({ entry, reason in collected.change { $0.skipped.append((entry, reason)) } }) {
                try context.stopIfInterrupted()
                guard try take(entry, reader, collected, context, put) else { return }
            }
        }
        var contents = collected.value
        contents.members.sort { $0.name < $1.name }
        contents.texts.sort { $0.name < $1.name }
        contents.skipped += reader.skipped.map { ($0.name, $0.reason.description) }
        return contents
    }

    /// - Returns: false once a worker has failed.
    private func take(
        _ entry: ArchiveEntry, _ reader: EntryReader, _ collected: Shared<SourceContents>, _ context: RunContext,
        _ put: (Job) -> Bool
    ) throws -> Bool {
        switch layout.role(of: entry.name) {
        case .ignored: return true
        case .text:
            let content = try reader.readAll(limit: EntryRole.maxTextBytes)
            collected.change { $0.texts.append((entry.name, content)) }
            return true
        case .media:
            let stamp = entry.filePath.flatMap(fileStamp) ?? ""
            if let member = known[entry.name], member.stamp == stamp, !stamp.isEmpty {
                collected.change { $0.members.append(member) }
                return true
            }
            switch try EntryBytes(entry, from: reader, limit: decode.maxClipBytes, check: { try context.stopIfInterrupted() }) {
            case .whole(let bytes): return put(Job(name: entry.name, stamp: stamp, bytes: bytes))
            case .refused(let size, let sha256, let refusal):
                collected.change {
                    $0.members.append(
                        ScannedMember(name: entry.name, stamp: "", size: size, sha256: sha256, streams: [], problem: FailureReason(refusal).code))
                }
                return true
            }
        }
    }

    private func scanned(_ job: Job, _ decoder: ClipDecoder, _ context: RunContext) throws -> ScannedMember {
        let (size, sha256) = try identity(of: job.bytes)
        var streams: Set<Modality> = []
        var problem: String?
        do {
            streams = try decoder.probe(job.bytes, named: job.name, limits: decode.limits) { try context.stopIfInterrupted() }.streams
        } catch let error as MediaError {
            problem = error.reason.rawValue
        }
        return ScannedMember(name: job.name, stamp: job.stamp, size: size, sha256: sha256, streams: streams, problem: problem)
    }

    private func identity(of bytes: MediaBytes) throws -> (Int64, String) {
        switch bytes {
        case .memory(let bytes): (Int64(bytes.count), bytes.withUnsafeBytes(SHA256.hex(of:)))
        case .file(let path):
            (Int64((try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int64) ?? 0), try SHA256.hex(ofFile: path))
        }
    }
}
