package import NumberResources

/// The number resources that a certificate holds once `inherit` is resolved along its chain.
package struct EffectiveResources: Hashable, Sendable {
    package let ip: IPResourceSet
    package let asNumbers: ASResourceSet

    package init(ip: IPResourceSet, asNumbers: ASResourceSet) {
        self.ip = ip
        self.asNumbers = asNumbers
    }

    package static let none = EffectiveResources(ip: .empty, asNumbers: .empty)

    /// The resources of a trust anchor, which has no issuer to inherit from (RFC 6487 section 7.2, RFC 8630 section 2.3).
    package init(trustAnchor certificate: ResourceCertificate) throws(Rejection) {
        if certificate.ipResources?.inheritsAny == true || certificate.asResources == .inherit {
            throw Rejection(.certificateResourcesInherited, "a trust anchor has no issuer to inherit from")
        }
        try self.init(certificate, issuer: .none, isContained: false)
    }

    /// The resources of `certificate` under an issuer that holds `issuer` (RFC 6487 section 7.2).
    ///
    /// Throws `certificate-resources-overclaim` when it lists any that the issuer does not hold.
    package init(_ certificate: ResourceCertificate, issuer: EffectiveResources) throws(Rejection) {
        try self.init(certificate, issuer: issuer, isContained: true)
    }

    private init(
        _ certificate: ResourceCertificate,
        issuer: EffectiveResources,
        isContained: Bool
    ) throws(Rejection) {
        var ip = IPResourceSet.empty
        if let claimed = certificate.ipResources {
            ip = claimed.explicit
            if isContained, !issuer.ip.contains(ip) {
                throw Rejection(
                    .certificateResourcesOverclaim,
                    "not held by the issuer: \(Self.listing(ip.subtracting(issuer.ip).ranges.map(\.description)))"
                )
            }
            for family in AddressFamily.allCases where claimed[family] == .inherit {
                ip = ip.union(issuer.ip.restricted(to: family))
            }
        }
        var asNumbers = ASResourceSet.empty
        switch certificate.asResources {
        case nil: break
        case .inherit: asNumbers = issuer.asNumbers
        case .explicit(let claimed):
            if isContained, !issuer.asNumbers.contains(claimed) {
                let excess = claimed.subtracting(issuer.asNumbers).ranges
                throw Rejection(
                    .certificateResourcesOverclaim,
                    "not held by the issuer: \(Self.listing(excess.map { "\($0.lowerBound)-\($0.upperBound)" }))"
                )
            }
            asNumbers = claimed
        }
        self.init(ip: ip, asNumbers: asNumbers)
    }

    /// The first few of `ranges`, so that a message stays short whatever the certificate holds.
    private static func listing(_ ranges: [String]) -> String {
        ranges.prefix(4).joined(separator: ", ") + (ranges.count > 4 ? " and \(ranges.count - 4) more" : "")
    }
}
