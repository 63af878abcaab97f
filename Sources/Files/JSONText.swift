import Foundation

/// Pretty JSON with sorted keys: equal values give equal bytes.
package func json(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return [UInt8](try encoder.encode(value)) + Array("\n".utf8)
}
