import Settings

/// Moves parameters along their gradients.
protocol Optimiser {
    /// Its spelling in a settings file.
    static var name: String { get }

    /// Asks `section` for the keys this optimiser has.
    static func read(_ section: Section, into settings: inout OptimiserSettings) throws(SettingsError)

    init(_ parameters: [Parameter], _ settings: OptimiserSettings)

    /// Moves every parameter by its gradient times `scale`.
    mutating func update(rate: Double, scale: Float)

    /// What the next step depends on besides the parameters.
    var state: OptimiserState { get set }
}

/// An optimiser's memory.
struct OptimiserState {
    /// Steps done.
    var steps = 0
    /// Running averages by name, one array a parameter in their order.
    var averages: [String: [[Float]]] = [:]
}
