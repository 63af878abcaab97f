package import Clips

/// What is known of the samples that are made of each member; shared by all workers.
package struct SampleAnnotations: Sendable {
    package let byMember: [MemberReference: [DecodedEntry.Annotation]]

    package init(_ samples: [Sample]) {
        var byMember: [MemberReference: [DecodedEntry.Annotation]] = [:]
        for sample in samples {
            for reference in Set(sample.members.values) { byMember[reference, default: []].append(.init(sample)) }
        }
        self.byMember = byMember
    }
}
