import Foundation

/// How many threads of computation this process should run: what `--workers` is where nobody says.
///
/// The least of what bounds it:
/// - the physical cores among the CPUs of its affinity (a scheduler, `taskset` or a cpuset may give fewer than there
///   are). Two hyper-threads share one core's multiply-add units, which one thread of convolutions already keeps
///   busy: a second one gains little and takes another worker's memory;
/// - the CPU quota of its cgroup and of those above it, rounded up, since a worker that is throttled part of the time
///   still uses what is left;
/// - `SLURM_CPUS_PER_TASK`, where Slurm counts but does not bind.
///
/// NUMA needs no setting: a worker touches its arena first and so has it in its own node's memory, and the system
/// keeps busy threads where they are. The weights lie in the node of the thread that loaded them and are read by all;
/// on machines of several sockets, one process a node (`numactl -N -m`, or a Slurm task a socket) spares that traffic.
public enum UsableCores {
    public static var count: Int {
        CPULimits(environment: ProcessInfo.processInfo.environment) { try? String(contentsOfFile: $0, encoding: .utf8) }.count
            ?? max(1, ProcessInfo.processInfo.activeProcessorCount)
    }
}
