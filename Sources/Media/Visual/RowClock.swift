import CFFmpeg

/// Which rows fall due before an instant of one stream; exact, in ticks of its time base.
struct RowClock {
    private let sampling: FrameSampling
    private let timeBase: AVRational
    /// Ticks.
    private let start: Int64
    /// The first row not yet handed out.
    private(set) var nextRow = 0

    init(_ sampling: FrameSampling, timeBase: AVRational, start: Int64) {
        self.sampling = sampling
        self.timeBase = timeBase
        self.start = start
    }

    /// The rows *i* not yet handed out with `start + i / rate` before `time` (in ticks).
    mutating func rows(before time: Int64) -> Range<Int> {
        let rows = nextRow..<max(nextRow, count(before: time))
        nextRow = rows.upperBound
        return rows
    }

    /// How many rows have their instant before `time` (in ticks), whether handed out or not.
    func count(before time: Int64) -> Int {
        // i < (time - start) * base * rate, so the bound is that product rounded up.
        let ticks = Int128(time) - Int128(start)
        let product = ticks * Int128(timeBase.num) * Int128(sampling.numerator)
        let divisor = Int128(timeBase.den) * Int128(sampling.denominator)
        return product <= 0 ? 0 : Int(clamping: (product + divisor - 1) / divisor)
    }

    /// Seconds from the start to `time`.
    func seconds(to time: Int64) -> Double {
        Double(Int128(time) - Int128(start)) * Double(timeBase.num) / Double(timeBase.den)
    }
}
