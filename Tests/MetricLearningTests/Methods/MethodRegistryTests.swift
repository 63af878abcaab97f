import Settings
import Testing
@testable import MetricLearning

@Suite struct MethodRegistryTests {
    @Test func namesAreUniqueAndKebabCase() {
        expectRegistryNames(MethodRegistry.names)
    }

    @Test(arguments: MethodRegistry.names) func buildsFromDefaultsAndRefusesAnUnknownKey(name: String) throws {
        let known = try SettingsFile(text: "train: {method: \(name)}", named: "t.yaml").root
        let settings = try known.decode("train", as: TrainingSettings.self)
        #expect(type(of: settings.method).name == name)
        let unknown = try SettingsFile(text: "train: {method: \(name), epoch: 3}", named: "t.yaml").root
        #expect(throws: SettingsError.self) { try unknown.decode("train", as: TrainingSettings.self) }
    }
}
