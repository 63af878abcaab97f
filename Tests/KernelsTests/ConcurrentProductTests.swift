import Kernels
import Tensors
import Testing

@Suite(.serialized) struct ConcurrentProductTests {
    private func filled(_ rows: Int, _ columns: Int, first: Int) -> Matrix {
        Matrix(rows: rows, columns: columns, values: pattern(rows * columns, first: first))
    }

    /// Shapes below and above the size from which products are cut, odd ones too, in every form.
    @Test(arguments: [(5, 4, 7), (400, 64, 128), (300, 517, 65), (517, 300, 65)])
    func agreesWithOpenBLAS(m: Int, n: Int, k: Int) {
        for aForm in [Operand.asIs, .transposed] {
            for bForm in [Operand.asIs, .transposed] {
                let a = aForm == .asIs ? filled(m, k, first: 1) : filled(k, m, first: 1)
                let b = bForm == .asIs ? filled(k, n, first: 9) : filled(n, k, first: 9)
                var expected = Matrix(rows: m, columns: n, repeating: 0.5), product = expected
                multiply(a, aForm, b, bForm, into: &expected, scale: 2, keep: 3)
                multiplyConcurrently(a, aForm, b, bForm, into: &product, scale: 2, keep: 3)
                let worst = zip(product.values, expected.values).map { abs($0 - $1) }.max() ?? 0
                #expect(worst < 1e-4 * Float(k), "\(aForm) \(bForm): \(worst)")
            }
        }
    }

    @Test func bitsDoNotDependOnTheNumberOfThreads() {
        let a = filled(400, 256, first: 3), b = filled(256, 1_024, first: 5)
        let kept = BLASThreads.count
        defer { BLASThreads.count = kept }
        func product(threads: Int) -> Matrix {
            BLASThreads.count = threads
            var c = Matrix(rows: 400, columns: 1_024)
            multiplyConcurrently(a, .asIs, b, into: &c)
            return c
        }
        #expect(product(threads: 1) == product(threads: 2))
    }

    @Test func withoutInnerDimensionOnlyWhatIsKeptRemains() {
        var c = Matrix(rows: 2, columns: 2, repeating: 4)
        multiplyConcurrently(Matrix(rows: 2, columns: 0), .asIs, Matrix(rows: 0, columns: 2), into: &c, keep: 0.5)
        #expect(c.values == [2, 2, 2, 2])
    }
}

@Suite struct ConcurrentPartsTests {
    @Test(arguments: [0, 1, 7, 8, 9, 100]) func everyIndexOnce(count: Int) {
        let seen = UnsafeMutableBufferPointer<Int>.allocate(capacity: 100)
        defer { seen.deallocate() }
        seen.initialize(repeating: 0)
        nonisolated(unsafe) let places = seen   // parts are disjoint
        ConcurrentParts.run(count, part: 8) { for index in $0 { places[index] += 1 } }
        #expect(seen.enumerated().allSatisfy { $1 == ($0 < count ? 1 : 0) })
    }
}
