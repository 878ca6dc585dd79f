import NumberResources
import Payloads
import RPKICrypto
import RPKIObjects

// The objects that state something beyond themselves.
extension PublicationPointEvaluator {
    /// RFC 9582 section 5.
    mutating func validateRouteOrigins(
        _ object: ListedObject,
        into evaluation: inout PublicationPointEvaluation
    ) throws(Rejection) {
        let (signed, authorization) = try validateSignedObject(RouteOriginAuthorization.self, object)
        let index = accept(object, signed.eeCertificate, signed: signed, into: &evaluation)
        for address in authorization.addresses {
            let maxLength = address.effectiveMaxLength
            if let vrp = VRP(prefix: address.prefix, maxLength: maxLength, asn: authorization.asn) {
                evaluation.payloads.vrps.append(Attributed(payload: vrp, object: index))
            }
        }
    }

    /// draft-ietf-sidrops-aspa-profile section 4.
    mutating func validateProviders(
        _ object: ListedObject,
        into evaluation: inout PublicationPointEvaluation
    ) throws(Rejection) {
        let (signed, authorization) = try validateSignedObject(ProviderAuthorization.self, object)
        // More than a customer may have is too many whatever the rest says: it need not be kept.
        let providers = authorization.providers.prefix(ASPAUnion.maximumProviders + 1)
        guard let aspa = ASPA(customer: authorization.customer, providers: Array(providers)) else {
            throw Rejection(.aspaProvidersOrder)
        }
        let index = accept(object, signed.eeCertificate, signed: signed, into: &evaluation)
        evaluation.payloads.aspas.append(Attributed(payload: aspa, object: index))
    }

    /// RFC 8209 section 3.3.
    mutating func validateRouter(
        _ certificate: ResourceCertificate,
        _ object: ListedObject,
        into evaluation: inout PublicationPointEvaluation
    ) throws(Rejection) {
        note(try certificate.inspect(as: .bgpsecRouter, profile: configuration.profile))
        let resources = try validateEECertificate(certificate, revocations: object.manifest.revocations)
        try TrustAnchorConstraintRule.check(certificate, constraints: constraints)
        let numbers = try RouterNumbersRule.numbers(in: resources)
        try signatures.verify(certificate, hash: object.entry.hash)
        let index = accept(object, certificate, signed: nil, into: &evaluation)
        let identifier = certificate.subjectKeyIdentifier.bytes
        let key = Array(certificate.subjectPublicKeyInfo.encoded)
        for asn in numbers {
            let routerKey = RouterKey(asn: asn, subjectKeyIdentifier: identifier, subjectPublicKeyInfo: key)
            evaluation.payloads.routerKeys.append(Attributed(payload: routerKey, object: index))
        }
    }

    /// RFC 9691 section 3.3. What the object announces is told to the operator and changes nothing by itself.
    mutating func validateTrustAnchorKeys(
        _ object: ListedObject,
        into evaluation: inout PublicationPointEvaluation
    ) throws(Rejection) {
        let (_, keys) = try validateSignedObject(TrustAnchorKeys.self, object)
        try TrustAnchorKeyIssuerRule.check(keys, issuer: authority)
        try SingleTrustAnchorKeysRule.check(count: object.manifest.trustAnchorKeysFiles)
        evaluation.announcements.append(
            TrustAnchorAnnouncement(trustAnchor: authority.trustAnchor, object: object.reference, keys: keys)
        )
    }

    /// Notes an object that gives payloads. Returns what payloads refer to it by.
    private func accept(
        _ object: ListedObject,
        _ certificate: ResourceCertificate,
        signed: SignedObject?,
        into evaluation: inout PublicationPointEvaluation
    ) -> UInt32 {
        evaluation.accepted.append(
            AcceptedObject(
                fileName: object.entry.fileName,
                hash: object.entry.hash,
                signed: signed?.signingTime,
                notBefore: certificate.notBefore,
                notAfter: certificate.notAfter
            )
        )
        return UInt32(clamping: evaluation.accepted.count - 1)
    }
}
