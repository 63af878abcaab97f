package import Clips
import Files
import Foundation
import Locks
package import Media
package import Store
import Workflow

/// The decoded media of a workspace, seen with a pipeline's settings: the shards that may be read, and the names of new ones.
package final class DecodedStore: Sendable {
    package let settings: DecodeSettings
    package let index: DecodedIndex
    private let folder: String
    private let nextNumber: Shared<Int>

    /// nil if nothing was persisted and nothing is to be.
    ///
    /// - Throws: `StoreError`, `FileError`.
    package init?(_ folder: String, _ settings: DecodeSettings, _ access: DatabaseAccess) throws {
        if settings.persist.isOn, access == .writing { try makeFolders(folder) }
        let path = Self.indexPath(folder)
        guard settings.persist.isOn || FileManager.default.fileExists(atPath: path) else { return nil }
        self.settings = settings
        self.folder = folder
        index = try DecodedIndex(path: path, access: access)
        nextNumber = Shared(((try index.shards().keys.compactMap(Self.number)).max() ?? -1) + 1)
    }

    package func path(_ shard: String) -> String { folder + "/" + shard }

    package func recipe(_ modality: Modality) -> String { DecodedRecipe.fingerprint(modality, settings).digest }

    /// Clips that can be read, by the SHA-256 of their media files.
    package func places(_ modality: Modality) throws -> [String: DecodedPlace] {
        let lost = try lostShards()
        return try index.places(of: recipe(modality)).filter { !lost.contains($0.value.shard) }
    }

    /// Clips that are not to be tried, since they cannot be persisted.
    package func refusals(_ modality: Modality) throws -> Set<String> { try index.refusals(of: recipe(modality)) }

    /// Notes that a clip cannot be persisted, so that it is not tried in every run.
    package func refuse(_ member: Member, _ modalities: Set<Modality>, _ reason: MediaError.Reason) throws {
        for modality in modalities { try index.refuse(member.sha256, recipe: recipe(modality), reason: reason.rawValue) }
    }

    /// A name for a new shard, and the number that its clips' keys begin with.
    func newShard() -> (name: String, number: Int) {
        let number = nextNumber.change { next in
            defer { next += 1 }
            return next
        }
        return (Self.prefix + padded(number, 5) + Self.ending, number)
    }

    /// Removes what a killed run left, and forgets shards that are gone.
    package func clean() throws {
        for shard in try lostShards() { try index.remove(shard: shard) }
        let known = Set(try index.shards().keys)
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where !known.contains(name) {
            let isPartial = name.hasPrefix("." + Self.prefix) && name.hasSuffix(".partial")
            if isPartial || Self.number(name) != nil { unlink(path(name)) }
        }
    }

    /// Shards that are not there, or not of the size they were written with.
    private func lostShards() throws -> Set<String> {
        Set(try index.shards().filter { shard, size in
            let attributes = try? FileManager.default.attributesOfItem(atPath: path(shard))
            return (attributes?[.size] as? NSNumber)?.int64Value != size
        }.keys)
    }

    private static let prefix = "clips-"
    package static let ending = ".tar"

    package static func indexPath(_ folder: String) -> String { folder + "/index.sqlite" }

    private static func number(_ name: String) -> Int? {
        guard name.hasPrefix(prefix), name.hasSuffix(ending) else { return nil }
        return Int(name.dropFirst(prefix.count).dropLast(ending.count))
    }
}
