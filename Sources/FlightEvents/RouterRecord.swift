/// One step of one router's RTR session.
package struct RouterRecord: Sendable {
    package enum Step: String, Sendable {
        case connected
        case notifySent = "notify-sent"
        case queryReceived = "query-received"
        case responseFirstByte = "response-first-byte"
        /// Our End of Data PDU was handed to the kernel.
        case endOfDataWritten = "end-of-data-written"
        /// The router's TCP acknowledged every byte up to and with End of Data.
        case endOfDataAcknowledged = "end-of-data-acknowledged"
        /// A later query of the router carried this serial: it has taken the set up.
        case endOfDataConfirmed = "end-of-data-confirmed"
        case disconnected
    }

    /// Unique for the life of this process.
    package var connection: UInt64
    /// Remote address and port.
    package var peer: String
    package var version: UInt8?
    package var step: Step
    /// The serial that this step is about.
    package var serial: UInt32?
    /// The RTR session that `serial` counts in.
    package var session: UInt16?
    /// For a query: whether it was a Reset Query.
    package var isReset: Bool
    package var at: Timestamp
    /// For `disconnected`: why.
    package var detail: String?

    package init(
        connection: UInt64,
        peer: String,
        version: UInt8?,
        step: Step,
        serial: UInt32? = nil,
        isReset: Bool = false,
        at: Timestamp,
        detail: String? = nil,
        session: UInt16? = nil
    ) {
        self.connection = connection
        self.peer = peer
        self.version = version
        self.step = step
        self.serial = serial
        self.isReset = isReset
        self.at = at
        self.detail = detail
        self.session = session
    }
}
