/// Makes H.264 say that its pictures are of another size.
///
/// Source: ITU-T H.264, 7.3.2.1.1 (sequence parameter sets) and 9.1 (Exp-Golomb codes), for the baseline profile.
enum DeclaredSize {
    /// An mp4 whose H.264 headers declare `width` x `height`, multiples of 16; its slices stay as small as they were.
    static func changed(_ file: [UInt8], width: Int, height: Int) -> [UInt8] {
        MP4Boxes.changing(MP4Boxes.table("stsd") + ["avc1", "avcC"], in: file) { configuration in
            let length = Int(configuration[6]) << 8 | Int(configuration[7])
            let set = rewritten(Array(configuration[8..<8 + length]), width: width, height: height)
            return Array(configuration[..<6]) + [UInt8](bigEndian: UInt16(set.count)) + set + Array(configuration[(8 + length)...])
        }
    }

    private static func rewritten(_ set: [UInt8], width: Int, height: Int) -> [UInt8] {
        var reader = BitReader(bits: withoutEmulation(set).flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 == 1 } })
        var bits: [Bool] = []
        bits += reader.take(8 * 4)                                   // unit header, profile, constraints, level
        bits += code(reader.number()) + code(reader.number())        // id, log2_max_frame_num_minus4
        let order = reader.number()
        bits += code(order)
        if order == 0 { bits += code(reader.number()) }              // log2_max_pic_order_cnt_lsb_minus4
        bits += code(reader.number()) + reader.take(1)               // max_num_ref_frames, gaps allowed
        _ = (reader.number(), reader.number())
        bits += code(width / 16 - 1) + code(height / 16 - 1)
        bits += reader.rest                                          // stop bit and padding come along, at another place
        return withEmulation(stride(from: 0, to: bits.count, by: 8).map { start in
            (0..<8).reduce(UInt8(0)) { $0 << 1 | (start + $1 < bits.count && bits[start + $1] ? 1 : 0) }
        })
    }

    private struct BitReader {
        let bits: [Bool]
        var place = 0

        init(bits: [Bool]) { self.bits = bits }

        mutating func take(_ count: Int) -> [Bool] {
            defer { place += count }
            return Array(bits[place..<place + count])
        }

        mutating func number() -> Int {
            var zeros = 0
            while !take(1)[0] { zeros += 1 }
            return (1 << zeros) - 1 + take(zeros).reduce(0) { $0 << 1 | ($1 ? 1 : 0) }
        }

        /// Up to the stop bit.
        var rest: [Bool] { Array(bits[place...bits.lastIndex(of: true)!]) }
    }

    private static func code(_ number: Int) -> [Bool] {
        let width = (number + 1).bitWidth - (number + 1).leadingZeroBitCount
        return [Bool](repeating: false, count: width - 1) + (0..<width).map { (number + 1) >> (width - 1 - $0) & 1 == 1 }
    }

    /// 00 00 03 stands for 00 00 where a start code could be seen.
    private static func withoutEmulation(_ unit: [UInt8]) -> [UInt8] {
        unit.indices.filter { !($0 >= 2 && unit[$0] == 3 && unit[$0 - 1] == 0 && unit[$0 - 2] == 0) }.map { unit[$0] }
    }

    private static func withEmulation(_ bytes: [UInt8]) -> [UInt8] {
        bytes.reduce(into: []) { unit, byte in
            if byte <= 3, unit.suffix(2) == [0, 0] { unit.append(3) }
            unit.append(byte)
        }
    }
}
