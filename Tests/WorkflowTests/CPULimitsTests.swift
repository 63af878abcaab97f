import Testing
@testable import Workflow

/// What machines, containers and clusters say, as their files say it.
@Suite struct CPULimitsTests {
    private func limits(_ files: [String: String], _ environment: [String: String] = [:]) -> CPULimits {
        CPULimits(environment: environment) { files[$0] }
    }

    private func status(_ cpus: String) -> [String: String] { ["/proc/self/status": "Name:\taadml\nCpus_allowed_list:\t\(cpus)\nMems_allowed_list:\t0\n"] }

    /// Each core's two CPUs are n and n + cores, as on most machines.
    private func siblings(cores: Int) -> [String: String] {
        Dictionary(uniqueKeysWithValues: (0..<2 * cores).map {
            ("/sys/devices/system/cpu/cpu\($0)/topology/thread_siblings_list", "\($0 % cores),\($0 % cores + cores)\n")
        })
    }

    @Test(arguments: [("0-1", 2), ("0-7", 8), ("0-63", 64), ("3", 1), ("0-2,8,10-11", 6)])
    func everyCPUOfTheAffinityIsACoreWhereNothingElseIsSaid(cpus: String, count: Int) {
        #expect(limits(status(cpus)).count == count)
    }

    @Test(arguments: [("0-127", 64), ("0-63", 64), ("0,64", 1), ("0-3,64-65", 4)])
    func hyperThreadsOfACoreCountOnce(cpus: String, count: Int) {
        #expect(limits(status(cpus).merging(siblings(cores: 64)) { $1 }).count == count)
    }

    @Test(arguments: [("400000 100000", 4), ("150000 100000", 2), ("50000 100000", 1), ("max 100000", 8), ("nonsense", 8), ("10 0", 8)])
    func aUnifiedQuotaIsRoundedUp(text: String, count: Int) {
        let files = status("0-7").merging(["/proc/self/cgroup": "0::/jobs/one\n", "/sys/fs/cgroup/jobs/one/cpu.max": text + "\n"]) { $1 }
        #expect(limits(files).count == count)
    }

    @Test func theTightestGroupAboveCounts() {
        let files = status("0-7").merging([
            "/proc/self/cgroup": "0::/jobs/one\n", "/sys/fs/cgroup/jobs/one/cpu.max": "600000 100000", "/sys/fs/cgroup/jobs/cpu.max": "300000 100000",
        ]) { $1 }
        #expect(limits(files).count == 3)
    }

    /// In a container the path in `/proc/self/cgroup` may be the host's; its own limits are at the root.
    @Test func aContainersLimitIsFoundAtTheRoot() {
        let files = status("0-7").merging(["/proc/self/cgroup": "0::/kubepods/pod1\n", "/sys/fs/cgroup/cpu.max": "200000 100000"]) { $1 }
        #expect(limits(files).count == 2)
    }

    @Test(arguments: [("/sys/fs/cgroup/cpu", "250000", 3), ("/sys/fs/cgroup/cpu,cpuacct", "200000", 2), ("/sys/fs/cgroup/cpu", "-1", 8)])
    func aClassicQuotaIsReadFromTheCpuController(mount: String, quota: String, count: Int) {
        let files = status("0-7").merging([
            "/proc/self/cgroup": "12:memory:/docker/x\n4:cpu,cpuacct:/docker/x\n0::/\n",
            mount + "/docker/x/cpu.cfs_quota_us": quota + "\n", mount + "/docker/x/cpu.cfs_period_us": "100000\n",
        ]) { $1 }
        #expect(limits(files).count == count)
    }

    @Test(arguments: [("4", 4), ("16", 8), ("0", 8), ("many", 8)])
    func slurmsCountIsObeyed(text: String, count: Int) {
        #expect(limits(status("0-7"), ["SLURM_CPUS_PER_TASK": text]).count == count)
    }

    @Test func nothingKnownIsSaid() {
        #expect(limits([:]).count == nil)
        #expect(limits(["/proc/self/status": "Cpus_allowed_list:\tall\n"]).count == nil)
        #expect(UsableCores.count >= 1)
    }
}
