@testable import Inference
import Testing

@Suite struct ArenaPlanTests {
    @Test func buffersThatLiveTogetherDoNotOverlap() {
        let requests = (0..<40).map { index in
            let start = index * 7 % 23
            return ArenaPlan.Request(byteCount: 100 + index * 37 % 500, lifetime: start...(start + index % 5))
        }
        let plan = ArenaPlan(requests)
        for (i, a) in requests.enumerated() {
            #expect(plan.offsets[i] % 64 == 0 && plan.offsets[i] + a.byteCount <= plan.byteCount)
            for (j, b) in requests.enumerated() where i < j && a.lifetime.overlaps(b.lifetime) {
                #expect(plan.offsets[i] + a.byteCount <= plan.offsets[j] || plan.offsets[j] + b.byteCount <= plan.offsets[i])
            }
        }
    }

    /// A chain needs the two buffers that live at once, not their sum over the chain.
    @Test func chainReusesMemory() {
        let plan = ArenaPlan((0..<10).map { ArenaPlan.Request(byteCount: 640, lifetime: $0...($0 + 1)) })
        #expect(plan.byteCount == 2 * 640)
    }
}
