package import NIOCore
import NumberResources
import Payloads

extension PDUHeader {
    /// The type of the PDU, once type and length are known to be possible in `version`.
    ///
    /// Answers from the header alone, so that nothing is buffered for a PDU that will be refused.
    package func validatedType(in version: ProtocolVersion) throws(PDUError) -> PDUType {
        guard let known = PDUType(rawValue: type), known.isDefined(in: version) else {
            throw PDUError(.unsupportedPDUType, "PDU type \(type) is not known in version \(version)")
        }
        guard known.lengths(in: version).contains(Int(length)) else {
            throw PDUError(.corruptData, "length \(length) is impossible for PDU type \(type)")
        }
        return known
    }
}

extension PDU {
    /// Decodes one whole PDU, header included.
    ///
    /// The version in the header is not looked at: it is the session's matter. Fields that must be zero are
    /// ignored (RFC 8210 section 5: "zero on transmission, ignored on receipt").
    package init(decoding octets: ByteBuffer, version: ProtocolVersion) throws(PDUError) {
        guard let header = PDUHeader(peeking: octets), Int(header.length) == octets.readableBytes else {
            throw PDUError(.corruptData, "truncated PDU")
        }
        let type = try header.validatedType(in: version)
        var body = octets
        body.moveReaderIndex(forwardBy: PDUHeader.encodedLength)
        let decoded: PDU? =
            switch type {
            case .serialNotify: body.readSerial().map { .serialNotify(session: header.field, serial: $0) }
            case .serialQuery: body.readSerial().map { .serialQuery(session: header.field, serial: $0) }
            case .resetQuery: .resetQuery
            case .cacheResponse: .cacheResponse(session: header.field)
            case .ipv4Prefix: try PDU.readIPv4Prefix(&body)
            case .ipv6Prefix: try PDU.readIPv6Prefix(&body)
            case .endOfData: PDU.readEndOfData(&body, session: header.field, version: version)
            case .cacheReset: .cacheReset
            case .routerKey: PDU.readRouterKey(&body, flags: header.flags)
            case .errorReport: PDU.readErrorReport(&body, code: header.field)
            case .aspa: try PDU.readASPA(&body, flags: header.flags)
            }
        guard let decoded else { throw PDUError(.corruptData, "PDU type \(header.type) is malformed") }
        self = decoded
    }

    /// RFC 8210 section 5.6.
    private static func readIPv4Prefix(_ body: inout ByteBuffer) throws(PDUError) -> PDU? {
        guard
            let (flags, length, maxLength, _, bits, asn) = body.readMultipleIntegers(
                as: (UInt8, UInt8, UInt8, UInt8, UInt32, UInt32).self
            )
        else { return nil }
        let address = IPAddress(family: .ipv4, bits: UInt128(bits) << 96)
        return try prefix(address, length: length, maxLength: maxLength, asn: asn, flags: flags)
    }

    /// RFC 8210 section 5.7.
    private static func readIPv6Prefix(_ body: inout ByteBuffer) throws(PDUError) -> PDU? {
        guard
            let (flags, length, maxLength, _, high, low, asn) = body.readMultipleIntegers(
                as: (UInt8, UInt8, UInt8, UInt8, UInt64, UInt64, UInt32).self
            )
        else { return nil }
        let address = IPAddress(family: .ipv6, bits: UInt128(high) << 64 | UInt128(low))
        return try prefix(address, length: length, maxLength: maxLength, asn: asn, flags: flags)
    }

    private static func prefix(
        _ address: IPAddress,
        length: UInt8,
        maxLength: UInt8,
        asn: UInt32,
        flags: UInt8
    ) throws(PDUError) -> PDU {
        guard let prefix = IPPrefix(address: address, length: length) else {
            throw PDUError(.corruptData, "prefix length \(length) does not fit the address \(address)")
        }
        guard let vrp = VRP(prefix: prefix, maxLength: maxLength, asn: ASN(asn)) else {
            throw PDUError(.corruptData, "maximum length \(maxLength) is impossible for \(prefix)")
        }
        return .prefix(vrp, announced: flags & 1 == 1)
    }

    /// RFC 6810 section 5.8, RFC 8210 section 5.8.
    private static func readEndOfData(_ body: inout ByteBuffer, session: UInt16, version: ProtocolVersion) -> PDU? {
        guard let serial = body.readSerial() else { return nil }
        guard version.carriesTimers else { return .endOfData(session: session, serial: serial, timers: nil) }
        guard let (refresh, retry, expire) = body.readMultipleIntegers(as: (UInt32, UInt32, UInt32).self) else {
            return nil
        }
        let timers = SynchronisationTimers(refresh: refresh, retry: retry, expire: expire)
        return .endOfData(session: session, serial: serial, timers: timers)
    }

    /// RFC 8210 section 5.10.
    private static func readRouterKey(_ body: inout ByteBuffer, flags: UInt8) -> PDU? {
        guard let identifier = body.readBytes(length: 20), let asn = body.readInteger(as: UInt32.self),
            let key = body.readBytes(length: body.readableBytes)
        else { return nil }
        let routerKey = RouterKey(asn: ASN(asn), subjectKeyIdentifier: identifier, subjectPublicKeyInfo: key)
        return .routerKey(routerKey, announced: flags & 1 == 1)
    }

    /// RFC 8210 section 5.11. Both inner lengths must fill the PDU exactly.
    private static func readErrorReport(_ body: inout ByteBuffer, code: UInt16) -> PDU? {
        guard let encapsulatedLength = body.readInteger(as: UInt32.self),
            let encapsulated = body.readSlice(length: Int(encapsulatedLength)),
            let textLength = body.readInteger(as: UInt32.self),
            Int(textLength) == body.readableBytes
        else { return nil }
        // Longer texts are cut before they are decoded: no character needs more than four octets.
        let text = String(decoding: body.readableBytesView.prefix(4 * ErrorReport.maximumText), as: UTF8.self)
        return .errorReport(
            ErrorReport(rawCode: code, encapsulated: encapsulated.readableBytesView, text: text)
        )
    }

    /// draft-ietf-sidrops-8210bis-27 section 5.12.
    private static func readASPA(_ body: inout ByteBuffer, flags: UInt8) throws(PDUError) -> PDU? {
        guard let customer = body.readInteger(as: UInt32.self), body.readableBytes.isMultiple(of: 4) else { return nil }
        guard flags & 1 == 1 else {
            return body.readableBytes == 0 ? .aspaWithdrawal(customer: ASN(customer)) : nil
        }
        var providers: [ASN] = []
        providers.reserveCapacity(body.readableBytes / 4)
        while let provider = body.readInteger(as: UInt32.self) {
            providers.append(ASN(provider))
        }
        guard let aspa = ASPA(customer: ASN(customer), providers: providers),
            aspa.providers.count == 1 || aspa.providers.first != ASN(0)
        else {
            throw PDUError(
                .aspaProviderListError,
                "the providers of AS\(customer) are empty, out of order or mix AS0 with others"
            )
        }
        return .aspaAnnouncement(aspa)
    }
}

extension PDUHeader {
    /// The flags octet of Router Key and ASPA PDUs.
    fileprivate var flags: UInt8 { UInt8(truncatingIfNeeded: field >> 8) }
}

extension ByteBuffer {
    fileprivate mutating func readSerial() -> UInt32? {
        readInteger(as: UInt32.self)
    }
}
