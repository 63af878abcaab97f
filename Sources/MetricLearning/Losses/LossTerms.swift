import Kernels
public import Tensors

/// What a loss gives before reduction. A term is what the loss is a sum of: a triplet, or an anchor.
public struct LossTerms: Sendable {
    /// By query: the sum of its terms.
    public var sums: [Double]
    /// By query: terms above zero.
    public var active: [Int]
    /// By query: terms there are.
    public var valid: [Int]
    /// `[queries, references]`: the slope of `sums[query]` along each distance.
    public var slopes: Matrix
    /// `[references, references]`: the slope of all sums together along each distance between references; of losses that
    /// compare those, whose reducers weigh every term alike.
    public var referenceSlopes: Matrix?

    /// No terms yet.
    public init(queries: Int, references: Int) {
        sums = [Double](repeating: 0, count: queries)
        active = [Int](repeating: 0, count: queries)
        valid = active
        slopes = Matrix(rows: queries, columns: references)
    }
}

/// One query against all references.
struct QueryRow {
    let query: Int
    let distances: UnsafeBufferPointer<Float>
    let relations: UnsafeBufferPointer<PairRelation>
    /// Zero at first.
    let slopes: UnsafeMutableBufferPointer<Float>
}

/// The terms of one query.
struct QueryTerms {
    var sum = 0.0
    var active = 0
    var valid = 0
}

extension LossTerms {
    /// Terms that are each query's own, computed on all cores; queries are cut into fixed parts, so the bits do not depend on how many.
    ///
    /// - Parameters:
    ///   - makeScratch: memory for one part, used again for each of its queries.
    init<Scratch>(
        _ distances: Matrix, _ pairs: PairMasks, scratch makeScratch: @Sendable () -> Scratch,
        _ terms: @Sendable (QueryRow, inout Scratch) -> QueryTerms
    ) {
        precondition(distances.rows == pairs.queries && distances.columns == pairs.references)
        self.init(queries: pairs.queries, references: pairs.references)
        let columns = pairs.references
        var results = [QueryTerms](repeating: QueryTerms(), count: pairs.queries)
        distances.values.withUnsafeBufferPointer { distances in
            pairs.relations.withUnsafeBufferPointer { relations in
                slopes.values.withUnsafeMutableBufferPointer { slopes in
                    results.withUnsafeMutableBufferPointer { results in
                        nonisolated(unsafe) let (results, slopes) = (results, slopes)   // a query writes its own rows
                        nonisolated(unsafe) let (distances, relations) = (distances, relations)
                        ConcurrentParts.run(results.count, part: 32) { queries in
                            var scratch = makeScratch()
                            for query in queries {
                                let row = (query * columns)..<((query + 1) * columns)
                                results[query] = terms(
                                    QueryRow(
                                        query: query, distances: UnsafeBufferPointer(rebasing: distances[row]),
                                        relations: UnsafeBufferPointer(rebasing: relations[row]),
                                        slopes: UnsafeMutableBufferPointer(rebasing: slopes[row])),
                                    &scratch)
                            }
                        }
                    }
                }
            }
        }
        sums = results.map(\.sum)
        active = results.map(\.active)
        valid = results.map(\.valid)
    }
}
