@testable import MetricLearning
import Settings
import Tensors
import Testing

@Suite struct ProxyRegistryTests {
    @Test func namesAreUniqueAndKebabCase() {
        expectRegistryNames(ProxyRegistry.names)
    }

    /// Built from the settings file, forward and backward against differences.
    @Test(arguments: ProxyRegistry.names, ProxyCombination.allCases) func gradients(kind: String, combine: ProxyCombination) throws {
        let root = try SettingsFile(text: "proxy: {kind: \(kind), combine: \(combine.rawValue), heads: 2}", named: "t.yaml").root
        let settings = try root.decode("proxy", as: ProxySettings.self)
        let lists = NeighbourLists([[1, 2], [0, 3], [3, 1], [4], [0, 1, 2]])
        let x = normal(5, 4, seed: 1), upstream = normal(5, 4, seed: 2)
        let proxy = ProxyRegistry.entry(named: kind).init(settings, width: 4, name: "p", seed: 1)
        #expect(proxy.forward(x) { Neighbourhood(rows: x, lists: lists) }.isFinite)
        let gradient = proxy.backward(upstream)
        expectGradient(gradient, at: x) { moved in dot(proxy.forward(moved) { Neighbourhood(rows: moved, lists: lists) }, upstream) }
        for parameter in proxy.parameters {
            #expect(parameter.name.hasPrefix("p."))
            expectGradient(parameter.gradient, at: parameter.value, parameter.name) {
                let kept = parameter.value
                defer { parameter.value = kept }
                parameter.value = $0
                return dot(proxy.forward(x) { Neighbourhood(rows: x, lists: lists) }, upstream)
            }
        }
    }

    @Test(arguments: ProxyRegistry.names) func buildsFromDefaultsAndRefusesAnUnknownKey(kind: String) throws {
        let known = try SettingsFile(text: "proxy: {kind: \(kind)}", named: "t.yaml").root
        #expect(try known.decode("proxy", as: ProxySettings.self).kind == kind)
        let unknown = try SettingsFile(text: "proxy: {kind: \(kind), head: 2}", named: "t.yaml").root
        #expect(throws: SettingsError.self) { try unknown.decode("proxy", as: ProxySettings.self) }
    }

    /// Neighbours from outside the batch are constants, but the parameters that meet them learn.
    @Test(arguments: ProxyRegistry.names, ProxyCombination.allCases) func gradientsWithABank(kind: String, combine: ProxyCombination) throws {
        let lists = NeighbourLists([[5, 6], [7, 6], [], [5], [7, 5, 6]])
        let x = normal(5, 4, seed: 1), others = normal(3, 4, seed: 5), upstream = normal(5, 4, seed: 2)
        let proxy = ProxyRegistry.entry(named: kind).init(ProxySettings(combine: combine, heads: 2), width: 4, name: "p", seed: 1)
        func value(_ x: Matrix) -> Double {
            dot(proxy.forward(x) { Neighbourhood(rows: Matrix(rows: 8, columns: 4, values: x.values + others.values), lists: lists) }, upstream)
        }
        #expect(value(x).isFinite)
        let gradient = proxy.backward(upstream)
        expectGradient(gradient, at: x) { value($0) }
        for parameter in proxy.parameters {
            expectGradient(parameter.gradient, at: parameter.value, parameter.name) {
                let kept = parameter.value
                defer { parameter.value = kept }
                parameter.value = $0
                return value(x)
            }
        }
    }

    @Test func aBankHasNoReverseEdges() throws {
        let root = try SettingsFile(text: "proxy: {graph: bank, symmetric: true}", named: "t.yaml").root
        #expect(throws: SettingsError.self) { try root.decode("proxy", as: ProxySettings.self) }
    }

    @Test func combinationFollowsTheKind() throws {
        func combination(_ kind: String) throws -> ProxyCombination {
            try SettingsFile(text: "proxy: {kind: \(kind)}", named: "t.yaml").root.decode("proxy", as: ProxySettings.self).combine
        }
        #expect(try combination("attention") == .residual)
        #expect(try combination("dot") == .pure)
    }
}
