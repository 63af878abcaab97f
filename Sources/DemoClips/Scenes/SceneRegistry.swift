/// Every class of the demo data. A new one is one file and one line here.
enum SceneRegistry {
    /// In alphabetical order.
    static let scenes: [any Scene.Type] = [
        BabyCry.self,
        Chainsaw.self,
        Dog.self,
        Drum.self,
        Fireworks.self,
        Helicopter.self,
        Printer.self,
        RailTransport.self,
        Snoring.self,
        WaterFlowing.self,
    ]
}
