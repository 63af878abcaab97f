@testable import Media
import Testing

@Suite struct H264UnitsTests {
    private func units(_ bytes: [UInt8], _ framing: H264Units.Framing) -> H264Units {
        bytes.withUnsafeBufferPointer { H264Units($0, framing) }
    }

    @Test func kindsAfterStartCodes() {
        let units = units([0, 0, 0, 1, 0x67, 9, 9, 0, 0, 1, 0x68, 0, 0, 0, 1, 0x65, 0, 0, 3, 1], .startCodes)
        #expect(units.kinds == [7, 8, 5])
        #expect(units.holdsIDR && !units.holdsSlicesAlone)
    }

    @Test func kindsAfterLengths() {
        let units = units([0, 0, 0, 2, 0x06, 0, 0, 0, 0, 3, 0x01, 0, 1], .lengths(4))
        #expect(units.kinds == [6, 1])
        #expect(!units.holdsIDR && units.holdsSlicesAlone)
        #expect(self.units([1, 0x65, 2, 0x41, 7], .lengths(1)).kinds == [5, 1])
    }

    /// Lengths that lead out of the packet, as in a damaged one, end the list; nothing known is nothing to rely on.
    @Test func damagedPacketsAreNotReliedOn() {
        #expect(units([0xFF, 0xFF, 0xFF, 0xFF, 0x65, 0], .lengths(4)).kinds == [5])
        #expect(units([], .lengths(4)).kinds.isEmpty && units([0, 0, 1], .startCodes).kinds.isEmpty)
        #expect(!units([], .startCodes).holdsSlicesAlone)
    }
}
