import Foundation

/// A running decode server. Ends with this object.
final class ServerProcess {
    let channel: Channel
    private let process: pid_t
    private var hasEnded = false

    /// - Throws: ``ChannelError/system(call:code:)``.
    init(command: [String]) throws(ChannelError) {
        let (own, others) = try Channel.pair()
        channel = Channel(owning: own)
        defer { close(others) }   // the server has its own by then
        process = try Self.start(command, input: others)
    }

    deinit {
        guard !hasEnded else { return }
        kill(process, SIGKILL)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    }

    /// What ended a server that does not answer any more, in words.
    func lastWords() -> String {
        var status: Int32 = 0
        for _ in 0..<100 where !hasEnded {
            if waitpid(process, &status, WNOHANG) == process {
                hasEnded = true
                return Self.words(status)
            }
            usleep(10_000)
        }
        return "it does not answer"
    }

    private static func words(_ status: Int32) -> String {
        let signal = status & 0x7f
        return signal == 0 ? "exit code \((status >> 8) & 0xff)" : "signal \(signal), \(String(cString: strsignal(signal)))"
    }

    /// What the run inherited is no business of a decoder; whoever waits for a descriptor's end would wait for the decoder too.
    private static var openDescriptors: [Int32] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []).compactMap { Int32($0) }
    }

    private static func start(_ command: [String], input: Int32) throws(ChannelError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        for descriptor in openDescriptors where descriptor > STDERR_FILENO { posix_spawn_file_actions_addclose(&actions, descriptor) }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t(), all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        // A process group of its own: the terminal's interrupt goes to the run, which finishes the clip in hand.
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        let arguments = command.map { strdup($0) } + [nil]
        // It multiplies no matrices, and a backtrace takes longer than a new server.
        let environment = (ProcessInfo.processInfo.environment.filter { !["OPENBLAS_NUM_THREADS", "SWIFT_BACKTRACE"].contains($0.key) }
            .map { strdup("\($0.key)=\($0.value)") }) + [strdup("OPENBLAS_NUM_THREADS=1"), strdup("SWIFT_BACKTRACE=enable=no"), nil]
        defer { for text in arguments + environment { free(text) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, command[0], &actions, &attributes, arguments, environment)
        guard code == 0 else { throw .system(call: "posix_spawn \(command[0])", code: code) }
        return process
    }
}
