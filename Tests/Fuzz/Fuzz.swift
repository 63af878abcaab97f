import Foundation

/// Runs libFuzzer on one parser: `fuzz TARGET [libFuzzer's options and seed folders]`. `Tests/fuzz.sh` builds and calls it.
@main enum Fuzz {
    static func main() {
        let arguments = CommandLine.arguments
        let name = arguments.count > 1 ? arguments[1] : ""
        guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
            print("usage: fuzz \(FuzzTarget.all.map(\.name).joined(separator: "|")) [libFuzzer options]")
            exit(2)
        }
        chosen = target
        exit(runLibFuzzer([arguments[0]] + arguments.dropFirst(2)))
    }
}

/// Set once, before libFuzzer starts its single thread.
nonisolated(unsafe) private var chosen = FuzzTarget.all[0]

private func runChosen(_ bytes: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    chosen.run(UnsafeRawBufferPointer(start: bytes, count: size))
    return 0
}

private func runLibFuzzer(_ arguments: [String]) -> CInt {
    var count = CInt(arguments.count)
    var values: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = .allocate(capacity: arguments.count + 1)
    for (index, argument) in arguments.enumerated() { values?[index] = strdup(argument) }
    values?[arguments.count] = nil
    return runDriver(&count, &values, runChosen)
}

/// libFuzzer as a library (https://llvm.org/docs/LibFuzzer.html#using-libfuzzer-as-a-library).
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
