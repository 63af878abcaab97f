import ArgumentParser
import IsolatedMedia

/// What `run` starts a process of for each worker; not for people.
struct DecodeServerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode-server", abstract: "Decodes untrusted clips for a run (started by it).", shouldDisplay: false)

    /// This program, called so.
    static let arguments = ["/proc/self/exe", "decode-server"]

    func run() { DecodeServer.run() }
}
