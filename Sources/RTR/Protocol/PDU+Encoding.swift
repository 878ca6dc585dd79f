package import NIOCore
import NumberResources
import Payloads

extension PDU {
    /// Appends the PDU as `version` writes it.
    ///
    /// A router key or ASPA too large for one PDU (``PDUHeader/maximumLength``), or a type that `version` does
    /// not know, is left out: the result tells whether the PDU was written.
    @discardableResult
    package func write(to buffer: inout ByteBuffer, version: ProtocolVersion) -> Bool {
        guard type.isDefined(in: version) else { return false }
        switch self {
        case .serialNotify(let session, let serial), .serialQuery(let session, let serial):
            buffer.writeHeader(version, type, field: session, length: 12)
            buffer.writeInteger(serial)
        case .resetQuery, .cacheReset:
            buffer.writeHeader(version, type, field: 0, length: 8)
        case .cacheResponse(let session):
            buffer.writeHeader(version, type, field: session, length: 8)
        case .prefix(let vrp, let announced):
            buffer.writePrefix(vrp, announced: announced, version: version)
        case .endOfData(let session, let serial, let timers):
            let timers = timers ?? .default
            buffer.writeHeader(version, type, field: session, length: version.carriesTimers ? 24 : 12)
            buffer.writeInteger(serial)
            if version.carriesTimers {
                buffer.writeMultipleIntegers(timers.refresh, timers.retry, timers.expire)
            }
        case .routerKey(let key, let announced):
            let length = 32 + key.subjectPublicKeyInfo.count
            guard key.subjectKeyIdentifier.count == 20, type.lengths(in: version).contains(length) else { return false }
            buffer.writeHeader(version, type, field: announced ? 0x100 : 0, length: length)
            buffer.writeBytes(key.subjectKeyIdentifier)
            buffer.writeInteger(key.asn.value)
            buffer.writeBytes(key.subjectPublicKeyInfo)
        case .errorReport(let report):
            let text = Array(report.text.utf8)
            buffer.writeHeader(
                version,
                type,
                field: report.rawCode,
                length: 16 + report.encapsulated.count + text.count
            )
            buffer.writeInteger(UInt32(clamping: report.encapsulated.count))
            buffer.writeBytes(report.encapsulated)
            buffer.writeInteger(UInt32(clamping: text.count))
            buffer.writeBytes(text)
        case .aspaAnnouncement(let aspa):
            let length = 12 + 4 * aspa.providers.count
            guard type.lengths(in: version).contains(length) else { return false }
            buffer.writeHeader(version, type, field: 0x100, length: length)
            buffer.writeInteger(aspa.customer.value)
            for provider in aspa.providers {
                buffer.writeInteger(provider.value)
            }
        case .aspaWithdrawal(let customer):
            buffer.writeHeader(version, type, field: 0, length: 12)
            buffer.writeInteger(customer.value)
        }
        return true
    }

    /// The PDU alone in a buffer.
    package func encoded(version: ProtocolVersion) -> ByteBuffer {
        var buffer = ByteBuffer()
        write(to: &buffer, version: version)
        return buffer
    }
}

extension ByteBuffer {
    /// RFC 8210 sections 5.6 and 5.7. Apart from ``PDU/write(to:version:)`` because full sets are written through
    /// it by the million.
    @inline(__always)
    mutating func writePrefix(_ vrp: VRP, announced: Bool, version: ProtocolVersion) {
        let flags: UInt8 = announced ? 1 : 0
        let bits = vrp.prefix.bits
        let high = UInt64(truncatingIfNeeded: bits >> 64)
        switch vrp.prefix.family {
        case .ipv4:
            writeHeader(version, .ipv4Prefix, field: 0, length: 20)
            writeMultipleIntegers(
                flags,
                vrp.prefix.length,
                vrp.maxLength,
                UInt8(0),
                UInt32(truncatingIfNeeded: high >> 32),
                vrp.asn.value
            )
        case .ipv6:
            writeHeader(version, .ipv6Prefix, field: 0, length: 32)
            writeMultipleIntegers(
                flags,
                vrp.prefix.length,
                vrp.maxLength,
                UInt8(0),
                high,
                UInt64(truncatingIfNeeded: bits),
                vrp.asn.value
            )
        }
    }

    @inline(__always)
    fileprivate mutating func writeHeader(_ version: ProtocolVersion, _ type: PDUType, field: UInt16, length: Int) {
        writeMultipleIntegers(version.rawValue, type.rawValue, field, UInt32(truncatingIfNeeded: length))
    }
}
