import Clips
import Media
import Store

/// A member that has features to be extracted or media to be kept, and of which modalities.
struct ExtractionTask: Sendable {
    let member: Member
    /// To be extracted.
    var modalities: Set<Modality>
    /// Whose decoded media are to be kept.
    var keeping: Set<Modality> = []
}

/// What is to be extracted: every modality of every sample's members that has neither features nor a recorded failure.
struct ExtractionPlan {
    /// In member order; a file that stands twice in the sources is decoded once.
    let tasks: [ExtractionTask]
    /// Tasks whose decoded media were kept, by shard and by the keys of their clips.
    let kept: [String: [String: ExtractionTask]]
    /// Digests of the kept clips, by shard and key.
    let keptDigests: [String: [String: String]]
    /// Members that samples use, by modality.
    let wanted: [Modality: Int]
    /// Of those, how many failed before.
    let failed: Int

    /// How often a clip goes through a worker.
    var count: Int { tasks.count + kept.values.reduce(0) { $0 + $1.count } }

    /// How many clips are only to be kept, if nothing is to be extracted; nil if something is, or there is nothing at all.
    var onlyKeeping: Int? { kept.isEmpty && !tasks.isEmpty && tasks.allSatisfy(\.modalities.isEmpty) ? tasks.count : nil }

    func extracts(_ modality: Modality) -> Bool {
        tasks.contains { $0.modalities.contains(modality) } || kept.values.contains { $0.values.contains { $0.modalities.contains(modality) } }
    }

    init(
        _ samples: [Sample], members: [MemberReference: Member], identities: [ExtractorIdentity], catalogue: Catalogue, cache: FeatureCache,
        decoded: DecodedStore?
    ) throws {
        var due: [MemberReference: ExtractionTask] = [:]
        var kept: [String: [String: ExtractionTask]] = [:], keptDigests: [String: [String: String]] = [:]
        var wanted: [Modality: Int] = [:]
        var failed = 0
        for identity in identities {
            let modality = identity.modality
            let done = try cache.digests(of: identity.digest)
            // That a file could not be read is no fault of the clip.
            let failures = Set(try catalogue.failures(of: identity.digest).filter { $0.reason != FailureReason.media(.unreadable).code }.map(\.sha256))
            let places = try decoded?.places(modality) ?? [:]
            let refusals = try decoded.map { $0.settings.persist.isOn ? try $0.refusals(modality) : nil } ?? nil
            var seen: Set<String> = []
            for sample in samples {
                guard let reference = sample.members[modality], let member = members[reference], seen.insert(member.sha256).inserted
                else { continue }
                wanted[modality, default: 0] += 1
                let place = places[member.sha256]
                if failures.contains(member.sha256) {
                    failed += 1
                    continue
                }
                if done[member.sha256] == nil {
                    if let place {
                        kept[place.shard, default: [:]][place.key, default: ExtractionTask(member: member, modalities: [])].modalities.insert(modality)
                        keptDigests[place.shard, default: [:]][place.key] = place.digest
                    } else {
                        due[reference, default: ExtractionTask(member: member, modalities: [])].modalities.insert(modality)
                    }
                }
                if place == nil, let refusals, !refusals.contains(member.sha256) {
                    due[reference, default: ExtractionTask(member: member, modalities: [])].keeping.insert(modality)
                }
            }
        }
        self.wanted = wanted
        self.failed = failed
        self.kept = kept
        self.keptDigests = keptDigests
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
