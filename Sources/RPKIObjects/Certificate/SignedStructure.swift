import DER

/// The outer SEQUENCE that certificates and CRLs share: what is signed, how, and the signature (RFC 5280 sections
/// 4.1 and 5.1).
struct SignedStructure: Hashable, Sendable {
    /// The signed part, with its header.
    let signedPart: ArraySlice<UInt8>
    let algorithm: AlgorithmIdentifier
    let signature: ArraySlice<UInt8>

    init(_ encoded: ArraySlice<UInt8>) throws(DERError) {
        var outer = DERReader(encoded)
        (signedPart, algorithm, signature) = try outer.within { (fields: inout DERReader) throws(DERError) in
            (
                try fields.readEncoded(.sequence), try AlgorithmIdentifier(from: &fields),
                try fields.readOctetAlignedBitString()
            )
        }
        try outer.finish()
    }
}
