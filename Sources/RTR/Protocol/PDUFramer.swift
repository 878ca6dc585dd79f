package import NIOCore

/// Cuts a stream of octets, however the network split or joined it, into PDUs.
///
/// Holds at most what was appended and not yet taken; the owner stops reading from the network while
/// ``bufferedBytes`` is large.
package struct PDUFramer: Sendable {
    private var buffer = ByteBuffer()

    package init() {}

    package var bufferedBytes: Int { buffer.readableBytes }

    package mutating func append(_ octets: ByteBuffer) {
        if buffer.readableBytes == 0 {
            buffer = octets
        } else {
            buffer.writeImmutableBuffer(octets)
        }
    }

    /// The header of the next PDU; nil until its eight octets are here.
    package var nextHeader: PDUHeader? { PDUHeader(peeking: buffer) }

    /// Up to `limit` octets of the next PDU, as far as they are here.
    package func beginning(limit: Int) -> ByteBufferView {
        buffer.readableBytesView.prefix(limit)
    }

    /// Takes the next PDU, of which `length` octets were announced; nil until all of them are here.
    package mutating func take(_ length: Int) -> ByteBuffer? {
        guard let frame = buffer.readSlice(length: length) else { return nil }
        if buffer.readableBytes == 0 {
            buffer = ByteBuffer()
        } else {
            buffer.discardReadBytes(whenPast: 256 * 1024)
        }
        return frame
    }

    package mutating func discardAll() {
        buffer = ByteBuffer()
    }
}

extension ByteBuffer {
    /// Gives room back once more than `limit` octets were read; not each time, because the rest is moved.
    fileprivate mutating func discardReadBytes(whenPast limit: Int) {
        if readerIndex > limit { discardReadBytes() }
    }
}
