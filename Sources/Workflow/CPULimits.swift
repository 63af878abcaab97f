import Foundation

/// What Linux and Slurm say of the CPUs a process may use.
///
/// **Source**: proc(5) (`Cpus_allowed_list`), the kernel's cgroup-v2.rst (`cpu.max`), sched-bwc.rst (`cpu.cfs_quota_us`)
/// and cputopology.rst (`thread_siblings_list`); sbatch(1) (`SLURM_CPUS_PER_TASK`).
struct CPULimits {
    let environment: [String: String]
    /// A file's text; nil where it cannot be read.
    let read: (String) -> String?

    /// The least of all bounds, at least 1; nil where nothing is known.
    var count: Int? {
        [physicalCores, quota, slurm].compactMap(\.self).min().map { max(1, $0) }
    }

    /// Cores with at least one CPU in the affinity.
    var physicalCores: Int? {
        guard let status = read("/proc/self/status"),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("Cpus_allowed_list:") }),
            let cpus = Self.list(line.dropFirst("Cpus_allowed_list:".count)), !cpus.isEmpty
        else { return nil }
        let cores = cpus.map { cpu in
            read("/sys/devices/system/cpu/cpu\(cpu)/topology/thread_siblings_list").flatMap { Self.list($0)?.min() } ?? cpu
        }
        return Set(cores).count
    }

    /// CPUs' worth of time, rounded up; nil without a quota.
    var quota: Int? {
        guard let groups = read("/proc/self/cgroup") else { return nil }
        let quotas = groups.split(separator: "\n").flatMap { line -> [Double] in
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { return [] }
            if fields[0] == "0", fields[1].isEmpty { return Self.withParents(fields[2]).compactMap(unifiedQuota) }
            if fields[1].split(separator: ",").contains("cpu") { return Self.withParents(fields[2]).compactMap(classicQuota) }
            return []
        }
        return quotas.min().map { Int(max(1, min($0, 1e6)).rounded(.up)) }
    }

    /// nil where Slurm did not start the process.
    private var slurm: Int? { environment["SLURM_CPUS_PER_TASK"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } }

    /// cgroup v2: quota and period in microseconds in one file, or `max`.
    private func unifiedQuota(_ group: String) -> Double? {
        guard let text = read("/sys/fs/cgroup\(group)/cpu.max") else { return nil }
        let fields = text.split(whereSeparator: \.isWhitespace).map { Double($0) }
        guard fields.count == 2, let quota = fields[0], let period = fields[1], period > 0 else { return nil }
        return quota / period
    }

    /// cgroup v1: a file each, and a quota of -1 for none.
    private func classicQuota(_ group: String) -> Double? {
        for mount in ["/sys/fs/cgroup/cpu", "/sys/fs/cgroup/cpu,cpuacct"] {
            guard let quota = number("\(mount)\(group)/cpu.cfs_quota_us"), let period = number("\(mount)\(group)/cpu.cfs_period_us") else { continue }
            return quota > 0 && period > 0 ? quota / period : nil
        }
        return nil
    }

    private func number(_ path: String) -> Double? {
        read(path).flatMap { Double($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }

    /// `/a/b` as `/a/b`, `/a` and the root, which is the empty string: in a container the group's own path may not
    /// be visible, and its limits are the root's.
    private static func withParents(_ path: Substring) -> [String] {
        let parts = path.split(separator: "/")
        return (0...parts.count).reversed().map { parts.prefix($0).map { "/" + $0 }.joined() }
    }

    /// `0-3,8` as 0, 1, 2, 3, 8.
    private static func list(_ text: some StringProtocol) -> [Int]? {
        var numbers: [Int] = []
        for part in text.trimmingCharacters(in: .whitespacesAndNewlines).split(separator: ",") {
            let ends = part.split(separator: "-").map { Int($0) }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, first <= last else { return nil }
            numbers += first...last
        }
        return numbers
    }
}
