import Settings

/// What an experiment file varies: `variants`, `grid`, and the control or controls.
///
/// `variants` are named by the file; a `grid` gives one for every combination of values, named by them (`k=3, heads=4`).
/// `control` is one set of settings that all are compared with. `control_each` is put on top of every variant, so that each is
/// compared with itself but for those settings: a loss with proxies and the same loss without.
struct ExperimentMatrix {
    let variants: [ExperimentVariant]

    /// Name of the one control.
    private static let control = "control"

    init(_ root: Section) throws(SettingsError) {
        let named = try root.patches("variants")
        let grid = try root.combinations("grid")
        for (name, _, position) in named where !namesAFolder(name) || name == Self.control || name.hasPrefix(".") {
            throw .conflict(at: position, problem: "'\(name)' cannot name a variant: it names a folder, and the control has the name '\(Self.control)'")
        }
        let varied = named.map { ($0.name, $0.patch) } + Self.named(grid)
        guard !varied.isEmpty else { throw .conflict(at: root.position, problem: "give 'variants', 'grid' or both: there is nothing to compare") }
        variants = try Self.withControls(varied, root)
        let names = variants.map(\.name)
        if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
            throw .conflict(at: root.position(of: "variants"), problem: "two variants have the name '\(twice)'")
        }
    }

    private static func withControls(_ varied: [(name: String, patch: SettingsPatch)], _ root: Section) throws(SettingsError) -> [ExperimentVariant] {
        let one = try root.patch("control"), each = try root.patch("control_each")
        switch (root.gives("control"), root.gives("control_each")) {
        case (true, true):
            throw .conflict(at: root.position(of: "control_each"), problem: "give 'control' (one for all) or 'control_each' (one a variant), not both")
        case (true, false):
            return [ExperimentVariant(name: control, patch: one, control: nil)]
                + varied.map { ExperimentVariant(name: $0.name, patch: $0.patch, control: control) }
        case (false, true):
            return varied.flatMap { name, patch in
                [
                    ExperimentVariant(name: "\(name)-\(control)", patch: patch.followed(by: each), control: nil),
                    ExperimentVariant(name: name, patch: patch, control: "\(name)-\(control)"),
                ]
            }
        case (false, false): return varied.map { ExperimentVariant(name: $0.name, patch: $0.patch, control: nil) }
        }
    }

    /// Combinations by their values, each with the last key of its path, or with the whole path where two paths end alike.
    private static func named(_ grid: [SettingsPatch]) -> [(name: String, patch: SettingsPatch)] {
        grid.map { patch in
            let entries = patch.entries.map { entry in (last: entry.path.split(separator: ".").last.map(String.init) ?? entry.path, entry: entry) }
            let parts = entries.map { last, entry in
                let isAlone = entries.count { $0.last == last } == 1
                return "\(isAlone ? last : entry.path)=\(entry.value.replacing("/", with: "_"))"
            }
            return (parts.joined(separator: ", "), patch)
        }
    }
}
