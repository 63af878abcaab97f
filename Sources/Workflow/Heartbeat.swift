import Dispatch
import Foundation

/// Touches a file every few seconds, so that other machines see that its holder lives.
final class Heartbeat {
    /// Seconds without a touch after which a holder on another machine counts as gone.
    static let patience = 120.0
    private static let interval = 10

    private let timer: any DispatchSourceTimer
    private let queue = DispatchQueue(label: "aadml.heartbeat")

    /// - Parameter descriptor: stays open until ``stop()`` returned.
    init(of descriptor: Int32) {
        timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now() + .seconds(Self.interval), repeating: .seconds(Self.interval), leeway: .seconds(1))
        timer.setEventHandler { futimens(descriptor, nil) }
        timer.activate()
    }

    /// No touch is under way or to come afterwards.
    func stop() { queue.sync { timer.cancel() } }

    /// Seconds since the file was touched, by the clock of the file system it lies on; nil where that cannot be asked.
    static func age(of descriptor: Int32, beside path: String) -> Double? {
        let probe = "\(path).\(getpid()).clock"
        let opened = open(probe, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard opened >= 0 else { return nil }
        defer {
            close(opened)
            unlink(probe)
        }
        var touched = stat(), now = stat()
        guard futimens(opened, nil) == 0, fstat(opened, &now) == 0, fstat(descriptor, &touched) == 0 else { return nil }
        return max(0, now.seconds - touched.seconds)
    }
}

extension stat {
    /// When the file was last touched, seconds.
    fileprivate var seconds: Double { Double(st_mtim.tv_sec) + Double(st_mtim.tv_nsec) * 1e-9 }
}
