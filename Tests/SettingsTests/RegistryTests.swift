@testable import Settings
import Testing

private protocol Shape: Sendable {
    static var name: String { get }
}

private struct Triangle: Shape { static let name = "triangle" }
private struct Circle: Shape { static let name = "circle" }
private struct Square: Shape { static let name = "square" }

@Suite struct RegistryTests {
    /// Not alphabetical, so that a registry that sorts would be seen.
    private static let shapes = Registry<any Shape.Type>(of: "shape", [Triangle.self, Circle.self, Square.self]) { $0.name }

    @Test func entriesStayInTheOrderOfTheList() {
        #expect(Self.shapes.names == ["triangle", "circle", "square"])
        #expect(Self.shapes.entries.map { $0.name } == Self.shapes.names)
    }

    @Test func aNameFindsItsEntry() throws {
        for name in Self.shapes.names {
            #expect(try Self.shapes.named(name).name == name)
            #expect(Self.shapes[name].name == name)
        }
    }

    @Test(arguments: [
        ("trianlge", "unknown shape 'trianlge'; did you mean 'triangle'?; known: triangle, circle, square"),
        ("Square", "unknown shape 'Square'; did you mean 'square'?; known: triangle, circle, square"),
        ("hexagon", "unknown shape 'hexagon'; known: triangle, circle, square"),
    ])
    func anUnknownNameIsAnsweredWithTheKnownOnes(name: String, message: String) {
        let error = #expect(throws: UnknownName.self) { try Self.shapes.named(name) }
        #expect(error == UnknownName(kind: "shape", name: name, known: Self.shapes.names))
        #expect(error?.description == message)
    }

    @Test func anEmptyRegistryKnowsNothing() {
        let none = Registry<Int>(of: "number", []) { String($0) }
        let error = #expect(throws: UnknownName.self) { try none.named("one") }
        #expect(error?.description == "unknown number 'one'; none is known")
    }

    @Test func aSettingNamesAnEntry() throws {
        let root = try SettingsFile(text: "shape: circle\n", named: "t.yaml").root
        #expect(try root.choice("shape", default: "square", among: Self.shapes).name == "circle")
        #expect(try root.choice("other", default: "square", among: Self.shapes).name == "square")
        try root.finish()
    }

    @Test func aSettingThatNamesNoEntryIsRefusedWithThePlaceAndTheNearest() throws {
        let root = try SettingsFile(text: "name: x\nshape: sqare\n", named: "t.yaml").root
        let error = #expect(throws: SettingsError.self) { _ = try root.choice("shape", default: "circle", among: Self.shapes) }
        #expect(error?.description == "t.yaml:2:8: 'shape' is 'sqare', expected one of triangle, circle, square; did you mean 'square'?")
    }
}
