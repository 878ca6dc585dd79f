/// Maps the session of the payload history to the Session ID of each protocol version.
///
/// A router that changes to another version must not resume with a delta: it would lack the payload types that its
/// old version could not carry. Versions therefore use different Session IDs
/// (RFC 8210 section 5.1: "Session IDs are specific to a particular protocol version").
package enum SessionIdentifier {
    /// A third of the number space between versions, so that they meet again only after some 21,000 sessions.
    private static let distance: UInt16 = 21_845

    package static func onWire(_ session: UInt16, version: ProtocolVersion) -> UInt16 {
        session &+ UInt16(version.rawValue) &* distance
    }

    package static func ofHistory(_ wire: UInt16, version: ProtocolVersion) -> UInt16 {
        wire &- UInt16(version.rawValue) &* distance
    }
}
