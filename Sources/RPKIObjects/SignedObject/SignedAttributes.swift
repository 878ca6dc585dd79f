import DER
import RPKICrypto

/// The signed attributes of a signed object (RFC 6488 section 2.1.6.4), each at most once with one value.
struct SignedAttributes: Hashable, Sendable {
    /// The attributes as they stand: `[0] IMPLICIT`, with its header.
    let encoded: ArraySlice<UInt8>
    private(set) var contentType: OID?
    private(set) var messageDigest: SHA256Digest?
    private(set) var signingTime: DERTime?
    private(set) var hasBinarySigningTime = false
    /// Where the first attribute stands that no rule knows.
    private(set) var firstUnknown: Int?

    init(_ encoded: ArraySlice<UInt8>) throws(Rejection) {
        self.encoded = encoded
        let reason = RejectionReason.signedObjectSignedAttributes
        var attributes = try reason.decoding { () throws(DERError) in
            var reader = DERReader(encoded)
            let attributes = try reader.enter(.contextConstructed(0))
            try attributes.checkSetOrder()
            return attributes
        }
        while !attributes.isAtEnd {
            let start = attributes.offset
            var (type, value) = try reason.decoding { () throws(DERError) in
                var attribute = try attributes.enter()
                let type = try attribute.readObjectIdentifier()
                let values = try attribute.enter(.set)
                try attribute.finish()
                return (type, values)
            }
            guard !isKnown(type) else {
                throw Rejection(reason, "attribute \(type) a second time", at: start)
            }
            guard !value.isAtEnd else { throw Rejection(reason, "attribute \(type) without a value", at: start) }
            try read(type, &value, start)
            try reason.decoding { () throws(DERError) in try value.finish() }
        }
    }

    private func isKnown(_ type: OID) -> Bool {
        switch type {
        case .contentTypeAttribute: contentType != nil
        case .messageDigestAttribute: messageDigest != nil
        case .signingTimeAttribute: signingTime != nil
        case .binarySigningTimeAttribute: hasBinarySigningTime
        default: false
        }
    }

    private mutating func read(_ type: OID, _ value: inout DERReader, _ start: Int) throws(Rejection) {
        switch type {
        case .contentTypeAttribute:
            contentType = try RejectionReason.signedObjectSignedAttributes.decoding { () throws(DERError) in
                try value.readObjectIdentifier()
            }
        case .messageDigestAttribute:
            messageDigest = try RejectionReason.signedObjectMessageDigest.decoding { () throws(DERError) in
                let octets = try value.readOctetString()
                guard let digest = SHA256Digest(bytes: octets) else {
                    throw DERError(.unexpectedSize, at: octets.startIndex)
                }
                return digest
            }
        case .signingTimeAttribute:
            signingTime = try RejectionReason.signedObjectSigningTime.decoding { () throws(DERError) in
                try value.readTime()
            }
        case .binarySigningTimeAttribute:
            hasBinarySigningTime = true
            try RejectionReason.signedObjectBinarySigningTime.decoding { () throws(DERError) in
                _ = try value.readUnsignedInteger()
            }
        default:
            firstUnknown = firstUnknown ?? start
            try RejectionReason.signedObjectSignedAttributes.decoding { () throws(DERError) in
                _ = try value.readElement()
            }
        }
    }

    /// What the signature is computed over: the attributes under the tag of SET OF (RFC 5652 section 5.4).
    var signedOctets: [UInt8] {
        var octets = Array(encoded)
        if !octets.isEmpty { octets[0] = DERTag.set.rawValue }
        return octets
    }
}
