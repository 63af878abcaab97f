import COpenBLAS

/// How many threads OpenBLAS uses in this process.
///
/// Sums are split differently for another thread count, so bits are reproducible for a given one only.
public enum BLASThreads {
    public static var count: Int {
        get { Int(openblas_get_num_threads()) }
        set { openblas_set_num_threads(Int32(newValue)) }
    }

    /// OpenBLAS's own words on its build and the kernel set it chose for this CPU.
    public static var description: String { String(cString: openblas_get_config()) + ", kernels for " + String(cString: openblas_get_corename()) }
}
