package import NIOCore

/// The eight octets that begin every PDU (RFC 8210 section 5).
package struct PDUHeader: Hashable, Sendable {
    package static let encodedLength = 8
    /// No PDU may be longer (draft-ietf-sidrops-8210bis-27 section 5).
    package static let maximumLength = 65_535

    /// As received: not necessarily a version that we know.
    package let version: UInt8
    package let type: UInt8
    /// Session, error code, flags or zero, depending on the type.
    package let field: UInt16
    /// Of the whole PDU, header included.
    package let length: UInt32

    package init(version: UInt8, type: UInt8, field: UInt16, length: UInt32) {
        self.version = version
        self.type = type
        self.field = field
        self.length = length
    }

    /// Reads a header without consuming it; nil when `buffer` holds fewer than eight octets.
    package init?(peeking buffer: ByteBuffer) {
        guard
            let (version, type, field, length) = buffer.getMultipleIntegers(
                at: buffer.readerIndex,
                as: (UInt8, UInt8, UInt16, UInt32).self
            )
        else { return nil }
        self.init(version: version, type: type, field: field, length: length)
    }

    package func write(to buffer: inout ByteBuffer) {
        buffer.writeMultipleIntegers(version, type, field, length)
    }
}
