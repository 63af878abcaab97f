@testable import MetricLearning
import Tensors
import Testing

@Suite struct NeighbourGraphTests {
    private let unit = RowNormalization(normal(12, 4, seed: 3)).output

    private func similarity(_ a: Int, _ b: Int) -> Float { zip(unit.row(a), unit.row(b)).reduce(0) { $0 + $1.0 * $1.1 } }

    @Test func theKMostSimilarInOrder() {
        let lists = NeighbourGraph(k: 3, edges: .directed).lists(unitRows: unit, labels: [Int](repeating: 0, count: unit.rows))
        for item in 0..<12 {
            let expected = (0..<12).filter { $0 != item }.sorted { similarity(item, $0) > similarity(item, $1) }.prefix(3)
            #expect(Array(lists.neighbours(of: item)) == Array(expected))
        }
    }

    @Test func undirectedHasEveryEdgeBothWays() {
        let directed = NeighbourGraph(k: 2, edges: .directed).lists(unitRows: unit, labels: [Int](repeating: 0, count: unit.rows))
        let both = NeighbourGraph(k: 2, edges: .undirected).lists(unitRows: unit, labels: [Int](repeating: 0, count: unit.rows))
        for item in 0..<12 {
            let expected = (0..<12).filter { directed.neighbours(of: item).contains($0) || directed.neighbours(of: $0).contains(item) }
            #expect(both.neighbours(of: item).sorted() == expected)
            #expect(Array(both.neighbours(of: item).prefix(2)) == Array(directed.neighbours(of: item)))
        }
        #expect(both.indices.count > directed.indices.count)
    }

    @Test func duplicatesAreNeighboursAndTiesGoToTheLowerIndex() {
        let same = Matrix([[Float]](repeating: [1, 0], count: 5))
        let lists = NeighbourGraph(k: 2, edges: .directed).lists(unitRows: same, labels: [Int](repeating: 0, count: same.rows))
        #expect((0..<5).map { Array(lists.neighbours(of: $0)) } == [[1, 2], [0, 2], [0, 1], [0, 1], [0, 1]])
    }

    @Test func kIsAtMostTheOthers() {
        let lists = NeighbourGraph(k: 50, edges: .directed).lists(unitRows: unit, labels: [Int](repeating: 0, count: unit.rows))
        #expect((0..<12).allSatisfy { lists.neighbours(of: $0).count == 11 && !lists.neighbours(of: $0).contains($0) })
    }

    @Test func neighboursOfTheSameClass() {
        let labels = (0..<12).map { $0 == 11 ? 9 : $0 % 3 }
        let lists = NeighbourGraph(k: 2, sameClass: true).lists(unitRows: unit, labels: labels)
        for item in 0..<12 {
            let expected = (0..<12).filter { $0 != item && labels[$0] == labels[item] }.sorted { similarity(item, $0) > similarity(item, $1) }
            #expect(Array(lists.neighbours(of: item)) == Array(expected.prefix(2)))
        }
        #expect(lists.neighbours(of: 11).isEmpty)
    }

    @Test func includingSelfPutsTheItemFirst() {
        #expect(NeighbourLists([[1], [], [0, 1]]).includingSelf() == NeighbourLists([[0, 1], [1], [2, 0, 1]]))
    }
}
