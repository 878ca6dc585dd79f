package import Payloads

/// What a router holds after an End of Data.
package struct SynchronisedSet: Sendable {
    package let version: ProtocolVersion
    package let session: UInt16
    package let serial: UInt32
    /// The defaults for version 0 and for values out of range.
    package let timers: SynchronisationTimers
    package let payloads: PayloadSet
    /// Whether it came as a delta to an earlier set.
    package let isDelta: Bool
    /// Prefix, router key and ASPA PDUs of this answer.
    package let announced: Int
    package let withdrawn: Int

    package init(
        version: ProtocolVersion,
        session: UInt16,
        serial: UInt32,
        timers: SynchronisationTimers,
        payloads: PayloadSet,
        isDelta: Bool,
        announced: Int,
        withdrawn: Int
    ) {
        self.version = version
        self.session = session
        self.serial = serial
        self.timers = timers
        self.payloads = payloads
        self.isDelta = isDelta
        self.announced = announced
        self.withdrawn = withdrawn
    }
}
