/// One published payload set with its place in history. Immutable; readers hold it as long as they need.
package struct PayloadSnapshot: Sendable {
    /// Names the history that `serial` counts in: a reader that knows another session must start anew.
    package let session: UInt16
    /// RTR serial (RFC 1982 arithmetic). Starts at 1 and skips 0: routers exist that take serial 0 for
    /// "no data yet" and then believe an empty answer.
    package let serial: UInt32
    package let payloads: PayloadSet
    /// When this snapshot was published, in nanoseconds since 1970-01-01 UTC.
    package let published: Int64

    package init(session: UInt16, serial: UInt32, payloads: PayloadSet, published: Int64) {
        self.session = session
        self.serial = serial
        self.payloads = payloads
        self.published = published
    }

    /// The serial after `serial`: never 0.
    package static func serial(after serial: UInt32) -> UInt32 {
        let next = serial &+ 1
        return next == 0 ? 1 : next
    }

    /// The serial before `serial`: never 0.
    package static func serial(before serial: UInt32) -> UInt32 {
        serial <= 1 ? .max : serial - 1
    }
}
