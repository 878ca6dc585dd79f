import DER
import RPKICrypto

/// RFC 5280 section 4.2.1.1.
struct AuthorityKeyIdentifier: Hashable, Sendable {
    /// nil when the field is absent.
    let keyIdentifier: KeyIdentifier?
    /// Whether authorityCertIssuer or authorityCertSerialNumber is present.
    let hasIssuerOrSerialNumber: Bool

    init(from reader: inout DERReader) throws(DERError) {
        (keyIdentifier, hasIssuerOrSerialNumber) = try reader.within { (fields: inout DERReader) throws(DERError) in
            let identifier = fields.nextTag == .context(0) ? try KeyIdentifier(from: &fields, .context(0)) : nil
            let issuer = try fields.readIfPresent(.contextConstructed(1))
            let serialNumber = try fields.readIfPresent(.context(2))
            return (identifier, issuer != nil || serialNumber != nil)
        }
    }
}
