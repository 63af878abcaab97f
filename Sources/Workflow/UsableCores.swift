import Foundation

/// The cores this process may run on, as its CPU affinity says (a cluster's scheduler or taskset may give fewer than there are).
public enum UsableCores {
    public static var count: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }
}
