package import NIOCore
package import Payloads

/// A whole answer to a query, from Cache Response to End of Data, ready to send to any number of routers.
package struct Response: Sendable {
    /// What one buffer holds at most: large enough for few system calls; small enough that a slow reader's socket
    /// takes it in bounded time, and that slices of it are never copied (NIO copies beyond 16 MiB).
    private static let chunkSize = 256 * 1024

    package let version: ProtocolVersion
    /// The history's session and the serial that the router will hold.
    package let session: UInt16
    package let serial: UInt32
    /// Cache Response, the payloads in chunks of whole PDUs, End of Data. The first is small, so that the instant at
    /// which it is written is that of the first octet.
    package let buffers: [ByteBuffer]

    package var byteCount: Int { buffers.reduce(0) { $0 + $1.readableBytes } }

    /// The whole of `snapshot`.
    package init(full snapshot: PayloadSnapshot, version: ProtocolVersion, timers: SynchronisationTimers) {
        self.init(version: version, session: snapshot.session, serial: snapshot.serial, timers: timers) { writer in
            writer.announce(
                vrps: snapshot.payloads.vrps,
                routerKeys: snapshot.payloads.routerKeys,
                aspas: snapshot.payloads.aspas
            )
        }
    }

    /// The changes `delta` that lead to `serial` of `session`.
    package init(
        _ delta: PayloadDelta,
        session: UInt16,
        serial: UInt32,
        version: ProtocolVersion,
        timers: SynchronisationTimers
    ) {
        self.init(version: version, session: session, serial: serial, timers: timers) { writer in
            writer.write(delta)
        }
    }

    private init(
        version: ProtocolVersion,
        session: UInt16,
        serial: UInt32,
        timers: SynchronisationTimers,
        payloads: (inout PayloadWriter) -> Void
    ) {
        self.version = version
        self.session = session
        self.serial = serial
        let wireSession = SessionIdentifier.onWire(session, version: version)
        var writer = PayloadWriter(version: version, chunkSize: Self.chunkSize)
        payloads(&writer)
        buffers =
            [PDU.cacheResponse(session: wireSession).encoded(version: version)] + writer.finish()
            + [PDU.endOfData(session: wireSession, serial: serial, timers: timers).encoded(version: version)]
    }
}
