import Clips

/// What is known of the samples that are made of each member; shared by all workers.
struct SampleAnnotations: Sendable {
    let byMember: [MemberReference: [DecodedEntry.Annotation]]

    init(_ samples: [Sample]) {
        var byMember: [MemberReference: [DecodedEntry.Annotation]] = [:]
        for sample in samples {
            for reference in Set(sample.members.values) { byMember[reference, default: []].append(.init(sample)) }
        }
        self.byMember = byMember
    }
}
