import Foundation
import Locks

/// Appends events to `log.jsonl`, one line each; progress is left out.
public final class EventLog: EventSink {
    private let handle: Shared<FileHandle>

    /// - Throws: ``WorkflowError/cannotWrite(path:reason:)``.
    public init(path: String) throws(WorkflowError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .cannotWrite(path: path, reason: String(cString: strerror(errno))) }
        handle = Shared(FileHandle(fileDescriptor: descriptor, closeOnDealloc: true))
    }

    public func emit(_ event: Event) {
        if case .progress = event { return }
        // A full disk must not stop the run here: the stage that meets it reports it.
        handle.change { try? $0.write(contentsOf: Data((event.json() + "\n").utf8)) }
    }
}

/// The present moment as ISO 8601, UTC, whole seconds.
public func timestamp() -> String { Date.now.ISO8601Format() }

extension Event {
    /// One JSON object: `event`, `at`, and the event's own fields.
    func json() -> String {
        var fields: [String: any Encodable & Sendable] = ["at": timestamp()]
        switch self {
        case .stage(let name, let decision):
            fields["event"] = "stage"
            fields["stage"] = name
            switch decision {
            case .run(let why): (fields["decision"], fields["because"]) = ("run", why)
            case .upToDate: fields["decision"] = "up to date"
            case .notWanted: fields["decision"] = "not wanted"
            }
        case .finished(let stage, let summary, let seconds):
            (fields["event"], fields["stage"], fields["summary"], fields["seconds"]) = ("finished", stage, summary, seconds)
        case .progress(let stage, let done, let total, let failed, let unit, let note):
            (fields["event"], fields["stage"], fields["done"], fields["total"]) = ("progress", stage, done, total)
            (fields["failed"], fields["unit"], fields["note"]) = (failed, unit, note)
        case .failure(let stage, let item, let reason, let message):
            (fields["event"], fields["stage"], fields["item"]) = ("failure", stage, item)
            (fields["reason"], fields["message"]) = (reason, message)
        case .notice(let text): (fields["event"], fields["text"]) = ("notice", text)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = try? encoder.encode(fields.mapValues(JSONField.init))
        return data.map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}

private struct JSONField: Encodable {
    let value: any Encodable

    func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}
