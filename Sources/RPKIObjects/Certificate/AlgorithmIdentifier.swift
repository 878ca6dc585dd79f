import DER

/// An AlgorithmIdentifier (RFC 5280 section 4.1.1.2).
struct AlgorithmIdentifier: Hashable, Sendable {
    enum Parameters: Hashable, Sendable {
        case absent
        case null
        /// Anything else, with its header.
        case other(ArraySlice<UInt8>)
    }

    let algorithm: OID
    let parameters: Parameters
    /// Where it starts.
    let offset: Int

    init(from reader: inout DERReader) throws(DERError) {
        offset = reader.offset
        (algorithm, parameters) = try reader.within { (fields: inout DERReader) throws(DERError) in
            let algorithm = try fields.readObjectIdentifier()
            if fields.isAtEnd { return (algorithm, .absent) }
            if fields.nextTag == .null {
                try fields.readNull()
                return (algorithm, .null)
            }
            return (algorithm, .other(try fields.readElement().encoded))
        }
    }

    /// Whether it signs the RPKI's certificates and CRLs: SHA-256 with RSA, parameters NULL (RFC 7935 section 2, RFC 4055
    /// section 5).
    var isCertificateSignature: Bool { algorithm == .sha256WithRSAEncryption && parameters == .null }

    /// Whether it is SHA-256: parameters absent, or NULL, which must be accepted (RFC 5754 section 2).
    var isSHA256: Bool { algorithm == .sha256 && (parameters == .absent || parameters == .null) }

    /// Whether both name the same algorithm with the same parameters.
    func isSame(as other: AlgorithmIdentifier) -> Bool {
        algorithm == other.algorithm && parameters == other.parameters
    }
}
