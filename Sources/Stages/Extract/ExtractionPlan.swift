import Clips
import Media
import Store

/// A member that has features to be extracted, and of which modalities.
struct ExtractionTask: Sendable {
    let member: Member
    let modalities: Set<Modality>
}

/// What is to be extracted: every modality of every sample's members that has neither features nor a recorded failure.
struct ExtractionPlan {
    /// In member order; a file that stands twice in the sources is decoded once.
    let tasks: [ExtractionTask]
    /// Members that samples use, by modality.
    let wanted: [Modality: Int]
    /// Of those, how many failed before.
    let failed: Int

    init(_ samples: [Sample], members: [MemberReference: Member], identities: [ExtractorIdentity], catalogue: Catalogue, cache: FeatureCache) throws {
        var due: [MemberReference: Set<Modality>] = [:]
        var wanted: [Modality: Int] = [:]
        var failed = 0
        for identity in identities {
            let done = try cache.digests(of: identity.digest)
            // That a file could not be read is no fault of the clip.
            let failures = Set(try catalogue.failures(of: identity.digest).filter { $0.reason != FailureReason.media(.unreadable).code }.map(\.sha256))
            var seen: Set<String> = []
            for sample in samples {
                guard let reference = sample.members[identity.modality], let member = members[reference],
                    seen.insert(member.sha256).inserted
                else { continue }
                wanted[identity.modality, default: 0] += 1
                if failures.contains(member.sha256) {
                    failed += 1
                } else if done[member.sha256] == nil {
                    due[reference, default: []].insert(identity.modality)
                }
            }
        }
        self.wanted = wanted
        self.failed = failed
        tasks = due.keys.sorted().compactMap { reference in
            members[reference].map { ExtractionTask(member: $0, modalities: due[reference] ?? []) }
        }
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
