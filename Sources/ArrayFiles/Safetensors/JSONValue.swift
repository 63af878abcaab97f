/// A JSON text as far as a safetensors header needs it: objects keep the order and the repetitions of their keys.
enum JSONValue: Hashable {
    struct Member: Hashable {
        let key: String
        let value: JSONValue
    }

    case object([Member])
    case array([JSONValue])
    case string(String)
    case integer(Int)
    /// true, false, null, or a number with a fraction or exponent; none has a place in a header.
    case other
}

/// A JSON text that cannot be parsed: what is wrong, and at which byte.
struct JSONProblem: Error {
    let text: String
    let offset: Int
}
