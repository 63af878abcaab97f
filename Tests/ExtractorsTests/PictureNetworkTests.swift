import Extractors
import Tensors
import Testing

@Suite(.serialized) struct PictureNetworkTests {
    @Test func aRowsBitsAreItsOwn() async throws {
        try await check(InceptionV3Tests.network(.tf2015))
        try await check(ResNet50Tests.network())
    }

    /// A picture alone, and in any slot among others, in sessions of threads that run at once: one row, bit for bit.
    private func check(_ network: some PictureNetwork) async throws {
        let (count, size) = (9, network.recipe.valueCount)
        let picture = NetworkGolden.pattern(size)
        let alone = try network.makeSession().embed(picture, count: 1)
        let rows = try await withThrowingTaskGroup(of: [ArraySlice<Float>].self) { group in
            for worker in 0..<2 {
                group.addTask {
                    let session = try network.makeSession()
                    var found: [ArraySlice<Float>] = []
                    for slot in stride(from: worker, to: count, by: 4) {
                        var pictures = NetworkGolden.pattern(count * size, first: 5_000_001 + slot)
                        pictures.replaceSubrange((slot * size)..<((slot + 1) * size), with: picture)
                        found.append(try session.embed(pictures, count: count).row(slot))
                    }
                    return found
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(rows.count == 5)
        for row in rows { #expect(row == alone.row(0)) }
    }
}
