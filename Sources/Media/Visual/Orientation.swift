import CFFmpeg
import Tensors

/// How a coded picture is turned for display: one of the eight ways to lay a rectangle on itself.
struct Orientation: Hashable {
    /// Rows become columns.
    let isTransposed: Bool
    /// Output columns run against the source axis they come from.
    let mirrorsColumns: Bool
    /// Output rows run against the source axis they come from.
    let mirrorsRows: Bool

    static let upright = Orientation(isTransposed: false, mirrorsColumns: false, mirrorsRows: false)

    init(isTransposed: Bool, mirrorsColumns: Bool, mirrorsRows: Bool) {
        self.isTransposed = isTransposed
        self.mirrorsColumns = mirrorsColumns
        self.mirrorsRows = mirrorsRows
    }

    /// From a container's nine 32-bit numbers: a source point (x, y) is shown at (a x + c y, b x + d y), y downwards,
    /// with a, b, c, d the numbers 0, 1, 3 and 4. Angles between quarter turns go to the nearest one.
    ///
    /// Source: https://ffmpeg.org/doxygen/5.1/group__lavu__video__display.html
    init(displayMatrix: UnsafeRawPointer) {
        func entry(_ index: Int) -> Int64 { Int64(displayMatrix.loadUnaligned(fromByteOffset: index * 4, as: Int32.self)) }
        let (a, b, c, d) = (entry(0), entry(1), entry(3), entry(4))
        isTransposed = abs(b) + abs(c) > abs(a) + abs(d)
        mirrorsColumns = isTransposed ? c < 0 : a < 0
        mirrorsRows = isTransposed ? b < 0 : d < 0
    }

    /// Quarter turns clockwise, then left and right swapped if mirrored.
    init(quarterTurns: Int, isMirrored: Bool) {
        let turns = ((quarterTurns % 4) + 4) % 4
        isTransposed = turns % 2 == 1
        mirrorsColumns = (turns == 1 || turns == 2) != isMirrored
        mirrorsRows = turns >= 2
    }

    /// The nine numbers for a container that is to show its pictures this way.
    var displayMatrix: [Int32] {
        let one: Int32 = 1 << 16
        let across = mirrorsColumns ? -one : one
        let down = mirrorsRows ? -one : one
        return isTransposed ? [0, down, 0, across, 0, 0, 0, 0, 1 << 30] : [across, 0, 0, 0, down, 0, 0, 0, 1 << 30]
    }

    /// A copy of a packed RGB picture, turned.
    func applied(to base: UnsafePointer<UInt8>, stride: Int, width: Int, height: Int) -> RGBImage {
        let (columns, rows) = isTransposed ? (height, width) : (width, height)
        let (columnStep, rowStep) = isTransposed ? (stride, 3) : (3, stride)
        let first = base + (mirrorsColumns ? (columns - 1) * columnStep : 0) + (mirrorsRows ? (rows - 1) * rowStep : 0)
        let pixels = [UInt8](unsafeUninitializedCapacity: columns * rows * 3) { target, count in
            for row in 0..<rows {
                let source = first + row * (mirrorsRows ? -rowStep : rowStep)
                let line = target.baseAddress! + row * columns * 3
                if columnStep == 3, !mirrorsColumns {
                    line.update(from: source, count: columns * 3)
                } else {
                    gather(columns, from: source, step: mirrorsColumns ? -columnStep : columnStep, to: line)
                }
            }
            count = columns * rows * 3
        }
        return RGBImage(width: columns, height: rows, pixels: pixels)
    }
}

private func gather(_ count: Int, from source: UnsafePointer<UInt8>, step: Int, to target: UnsafeMutablePointer<UInt8>) {
    for index in 0..<count {
        target[index * 3] = source[index * step]
        target[index * 3 + 1] = source[index * step + 1]
        target[index * 3 + 2] = source[index * step + 2]
    }
}
