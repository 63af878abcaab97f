import Testing
import Tensors
@testable import MetricLearning

@Suite struct NeighbourGraphTests {
    private let unit = RowNormalization(normal(12, 4, seed: 3)).output

    private func similarity(_ a: Int, _ b: Int) -> Float { zip(unit.row(a), unit.row(b)).reduce(0) { $0 + $1.0 * $1.1 } }

    @Test func theKMostSimilarInOrder() {
        let lists = NeighbourGraph.lists(unitRows: unit, k: 3, edges: .directed)
        for item in 0..<12 {
            let expected = (0..<12).filter { $0 != item }.sorted { similarity(item, $0) > similarity(item, $1) }.prefix(3)
            #expect(Array(lists.neighbours(of: item)) == Array(expected))
        }
    }

    @Test func undirectedHasEveryEdgeBothWays() {
        let directed = NeighbourGraph.lists(unitRows: unit, k: 2, edges: .directed)
        let both = NeighbourGraph.lists(unitRows: unit, k: 2, edges: .undirected)
        for item in 0..<12 {
            let expected = (0..<12).filter { directed.neighbours(of: item).contains($0) || directed.neighbours(of: $0).contains(item) }
            #expect(both.neighbours(of: item).sorted() == expected)
            #expect(Array(both.neighbours(of: item).prefix(2)) == Array(directed.neighbours(of: item)))
        }
        #expect(both.indices.count > directed.indices.count)
    }

    @Test func duplicatesAreNeighboursAndTiesGoToTheLowerIndex() {
        let same = Matrix([[Float]](repeating: [1, 0], count: 5))
        let lists = NeighbourGraph.lists(unitRows: same, k: 2, edges: .directed)
        #expect((0..<5).map { Array(lists.neighbours(of: $0)) } == [[1, 2], [0, 2], [0, 1], [0, 1], [0, 1]])
    }

    @Test func kIsAtMostTheOthers() {
        let lists = NeighbourGraph.lists(unitRows: unit, k: 50, edges: .directed)
        #expect((0..<12).allSatisfy { lists.neighbours(of: $0).count == 11 && !lists.neighbours(of: $0).contains($0) })
    }

    @Test func includingSelfPutsTheItemFirst() {
        #expect(NeighbourLists([[1], [], [0, 1]]).includingSelf() == NeighbourLists([[0, 1], [1], [2, 0, 1]]))
    }
}
