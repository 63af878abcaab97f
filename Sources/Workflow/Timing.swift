/// Runs `body` and adds the seconds it took to `sum`.
package func timing<Result>(_ sum: inout Double, _ body: () throws -> Result) rethrows -> Result {
    let start = ContinuousClock.now
    defer { sum += (ContinuousClock.now - start).seconds }
    return try body()
}
