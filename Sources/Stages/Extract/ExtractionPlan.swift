import Clips
import Media
import MediaAccess
import Store

/// A member that has features to be extracted or media to be persisted, and of which modalities.
struct ExtractionTask: Sendable {
    let member: Member
    /// To be extracted.
    var modalities: Set<Modality>
    /// Whose decoded media are to be persisted.
    var persisting: Set<Modality> = []
}

/// What is to be extracted: every modality of every sample's members that has neither features nor a recorded failure.
struct ExtractionPlan {
    /// In member order; a file that stands twice in the sources is decoded once.
    let tasks: [ExtractionTask]
    /// Tasks whose decoded media were persisted, by shard and by the keys of their clips.
    let persisted: [String: [String: ExtractionTask]]
    /// Digests of the persisted clips, by shard and key.
    let persistedDigests: [String: [String: String]]
    /// Members that samples use; nil for a modality that is not extracted.
    let wanted: PerModality<Int?>
    /// Of those, how many failed before.
    let failed: Int

    /// How often a clip goes through a worker.
    var count: Int { tasks.count + persisted.values.reduce(0) { $0 + $1.count } }

    /// How many clips are only to be persisted, if nothing is to be extracted; nil if something is, or there is nothing at all.
    var onlyPersisting: Int? { persisted.isEmpty && !tasks.isEmpty && tasks.allSatisfy(\.modalities.isEmpty) ? tasks.count : nil }

    func extracts(_ modality: Modality) -> Bool {
        tasks.contains { $0.modalities.contains(modality) } || persisted.values.contains { $0.values.contains { $0.modalities.contains(modality) } }
    }

    init(
        _ samples: [Sample], members: [MemberReference: Member], identities: PerModality<ExtractorIdentity?>, catalogue: Catalogue, cache: FeatureCache,
        decoded: DecodedStore?
    ) throws {
        var due: [MemberReference: ExtractionTask] = [:]
        var persisted: [String: [String: ExtractionTask]] = [:], persistedDigests: [String: [String: String]] = [:]
        var wanted = PerModality<Int?>(audio: nil, visual: nil)
        var failed = 0
        for case (let modality, let identity?) in identities {
            let done = try cache.digests(of: identity.digest)
            // That a file could not be read is no fault of the clip.
            let failures = Set(try catalogue.failures(of: identity.digest).filter { $0.reason != FailureReason.media(.unreadable).code }.map(\.sha256))
            let places = try decoded?.places(modality) ?? [:]
            let refusals = try decoded.map { $0.settings.persist.isOn ? try $0.refusals(modality) : nil } ?? nil
            var seen: Set<String> = []
            for sample in samples {
                guard let reference = sample.members[modality], let member = members[reference], seen.insert(member.sha256).inserted
                else { continue }
                wanted[modality] = (wanted[modality] ?? 0) + 1
                let place = places[member.sha256]
                if failures.contains(member.sha256) {
                    failed += 1
                    continue
                }
                if done[member.sha256] == nil {
                    if let place {
                        persisted[place.shard, default: [:]][place.key, default: ExtractionTask(member: member, modalities: [])].modalities.insert(modality)
                        persistedDigests[place.shard, default: [:]][place.key] = place.digest
                    } else {
                        due[reference, default: ExtractionTask(member: member, modalities: [])].modalities.insert(modality)
                    }
                }
                if place == nil, let refusals, !refusals.contains(member.sha256) {
                    due[reference, default: ExtractionTask(member: member, modalities: [])].persisting.insert(modality)
                }
            }
        }
        self.wanted = wanted
        self.failed = failed
        self.persisted = persisted
        self.persistedDigests = persistedDigests
        tasks = due.keys.sorted().compactMap { due[$0] }
    }
}

extension Catalogue {
    /// All members of the sources, by where they stand.
    func members(of sources: [String]) throws -> [MemberReference: Member] {
        var members: [MemberReference: Member] = [:]
        for (index, path) in sources.enumerated() {
            for scanned in try contents(of: path).members {
                let reference = MemberReference(source: index, name: scanned.name)
                members[reference] = Member(
                    reference: reference, size: scanned.size, sha256: scanned.sha256, streams: scanned.streams, problem: scanned.problem)
            }
        }
        return members
    }
}
