import DER
package import NumberResources
package import RPKICrypto
import RPKIObjects

extension CertificateTemplate {
    /// The certificate of a BGPsec router (RFC 8209 section 3.1): named after its AS number and its BGP identifier, for
    /// signing updates only, with no place to publish.
    package static func router(
        _ asn: ASN,
        router: UInt32,
        key: SigningKey,
        issuer: Issuer,
        grant: Grant
    ) -> CertificateTemplate {
        var template = CertificateTemplate(
            serialNumber: grant.serialNumber,
            issuer: issuer.name,
            subject: LaboratoryObject.routerName(asn),
            notBefore: grant.notBefore,
            notAfter: grant.notAfter,
            subjectPublicKeyInfo: key.subjectPublicKeyInfo,
            extensions: [
                .subjectKeyIdentifier(key.keyIdentifier),
                .authorityKeyIdentifier(issuer.key),
                .keyUsage(.digitalSignature),
                .extendedKeyUsage([OID.bgpsecRouter]),
                .crlDistributionPoints([issuer.crlURI]),
                .authorityInformationAccess(caIssuers: [issuer.certificateURI]),
                .certificatePolicies,
            ] + grant.resourceExtensions
        )
        template.subjectSerialNumber = LaboratoryObject.hex(router)
        return template
    }
}
