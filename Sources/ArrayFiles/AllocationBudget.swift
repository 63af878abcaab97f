/// How much memory the arrays of a file may take: no honest file decodes to more than eight times its size, which is what
/// bytes read as 64-bit integers do, while views and repeated values can promise anything.
package struct AllocationBudget {
    private var left: Int

    package init(fileSize: Int) { left = 8 * fileSize + 1 << 20 }

    /// Counts an array that is about to be decoded.
    package mutating func spend(on name: String, _ type: ElementType, elements: Int) throws(FormatProblem) {
        let (bytes, overflow) = elements.multipliedReportingOverflow(by: type.isFloatingPoint ? 4 : 8)
        guard !overflow, bytes <= left else {
            throw .malformed("'\(name)' of \(elements) elements takes more memory than a file of this size can account for")
        }
        left -= bytes
    }
}
