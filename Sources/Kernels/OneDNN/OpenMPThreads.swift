import COneDNN

/// How many threads oneDNN's OpenMP regions use when the current thread enters them.
public enum OpenMPThreads {
    /// Limits the regions that the calling thread starts.
    ///
    /// The limit belongs to the thread: libgomp gives a new thread the process's default, not its creator's limit, so
    /// every worker calls this first (`nthreads-var`, OpenMP 5.0, section 2.5.1).
    public static func limitCurrentThread(to count: Int) {
        precondition(count > 0, "\(count) threads")
        omp_set_num_threads(Int32(clamping: count))
    }

    /// Runs `body` with the calling thread limited to itself.
    ///
    /// oneDNN fixes the number of threads of most kernels, and so the size of their scratchpads, when it describes them;
    /// running such a kernel under another limit would overrun its scratchpad. Here all is made and run with one.
    static func alone<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        let limit = currentThreadLimit
        limitCurrentThread(to: 1)
        defer { limitCurrentThread(to: limit) }
        return try body()
    }

    /// The limit of the calling thread.
    public static var currentThreadLimit: Int { Int(omp_get_max_threads()) }
}
