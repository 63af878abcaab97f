/// One modality of a clip on its way from packets to the caller.
///
/// What goes wrong with the clip is kept in ``failure``; what the methods throw is the caller's own.
protocol Track: AnyObject {
    var decoder: StreamDecoder { get }
    var failure: MediaError? { get }
    /// False once nothing more can come of its packets.
    var wantsPackets: Bool { get }
    func take(_ packet: Packet?) throws
    func finish() throws -> StreamOutcome
}
