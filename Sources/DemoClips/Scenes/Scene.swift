import Tensors

/// What a class looks and sounds like: one clip's worth of it, with everything random about it already drawn.
protocol Scene: Sendable {
    /// The class, as VEGAS spells it.
    static var name: String { get }

    /// - Parameters:
    ///   - seconds: how long the scene will play.
    ///   - style: how its colours, tempo and pitch are bent in this clip.
    ///   - random: everything else that varies.
    init(seconds: Double, style: SceneStyle, random: inout SeededGenerator)

    /// The surroundings this class is usually seen in, from top to bottom.
    var surroundings: (top: Colour, bottom: Colour) { get }

    /// Paints the scene as it is `time` seconds after its beginning.
    func draw(at time: Double, on canvas: inout Canvas)

    /// Adds what is heard from the scene's beginning on. The level does not matter, it is evened out afterwards.
    func play(into sound: inout Sound)
}
