/// Named values side by side.
enum FactList {
    static func nodes(_ facts: [Fact]) -> [Node] {
        if facts.isEmpty { return [] }
        return [
            tag("dl", ["class": "facts"]) {
                for fact in facts {
                    tag("div") {
                        tag("dt", text: fact.name)
                        tag("dd", text: fact.value.isEmpty ? NumberText.absent : fact.value)
                    }
                }
            }
        ]
    }
}
