/// Where the servers (RTR, HTTP, files) get what they serve. Reading never waits for a writer.
package protocol PayloadSource: Sendable {
    /// The newest snapshot; nil until the first set is ready (RTR: No Data Available).
    var current: PayloadSnapshot? { get }

    /// The minimal delta that takes a reader from `serial` to the current snapshot; nil when `session` is
    /// another one, the serial is unknown or no longer kept (RTR: Cache Reset).
    func delta(session: UInt16, since serial: UInt32) -> (delta: PayloadDelta, snapshot: PayloadSnapshot)?

    /// Every snapshot published from now on, newest wins: a slow reader misses intermediate ones.
    func updates() -> AsyncStream<PayloadSnapshot>
}
