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
        self = certificate.listedResources
    }

    /// The resources of `certificate` under an issuer that holds `issuer`; see ``verified(_:issuer:)``.
    package init(_ certificate: ResourceCertificate, issuer: EffectiveResources) throws(Rejection) {
        self = try Self.verified(certificate, issuer: issuer).resources
    }

    /// The resources of `certificate` under an issuer that holds `issuer`: the verified resource sets of RFC 8360 section
    /// 4.2.4.4 (7 and 8).
    ///
    /// When it lists any that the issuer does not hold, its policy decides: under that of RFC 6484 this throws
    /// `certificate-resources-overclaim` (RFC 6487 section 7.2); under that of RFC 8360 it holds the others, and the
    /// warning lists what it does not hold.
    package static func verified(
        _ certificate: ResourceCertificate,
        issuer: EffectiveResources
    ) throws(Rejection) -> (resources: EffectiveResources, warning: Warning?) {
        let listed = certificate.listedResources
        guard !issuer.contains(listed) else { return (listed.adding(certificate.inherited(from: issuer)), nil) }
        let excess = listed.subtracting(issuer)
        let detail = "not held by the issuer: \(excess.listing)"
        guard certificate.hasTrimmedResources else { throw Rejection(.certificateResourcesOverclaim, detail) }
        return (
            listed.intersection(issuer).adding(certificate.inherited(from: issuer)),
            Warning(Rejection(.certificateResourcesTrimmed, detail))
        )
    }

    /// Whether all of `other` are among these.
    package func contains(_ other: EffectiveResources) -> Bool {
        ip.contains(other.ip) && asNumbers.contains(other.asNumbers)
    }

    private func adding(_ other: EffectiveResources) -> EffectiveResources {
        EffectiveResources(ip: ip.union(other.ip), asNumbers: asNumbers.union(other.asNumbers))
    }

    private func intersection(_ other: EffectiveResources) -> EffectiveResources {
        EffectiveResources(ip: ip.intersection(other.ip), asNumbers: asNumbers.intersection(other.asNumbers))
    }

    private func subtracting(_ other: EffectiveResources) -> EffectiveResources {
        EffectiveResources(ip: ip.subtracting(other.ip), asNumbers: asNumbers.subtracting(other.asNumbers))
    }

    /// The first few ranges, so that a message stays short whatever the certificate holds.
    private var listing: String {
        let ranges =
            ip.ranges.map(\.description) + asNumbers.ranges.map { "\($0.lowerBound)-\($0.upperBound)" }
        return ranges.prefix(4).joined(separator: ", ") + (ranges.count > 4 ? " and \(ranges.count - 4) more" : "")
    }
}

extension ResourceCertificate {
    /// What it lists.
    fileprivate var listedResources: EffectiveResources {
        var asNumbers = ASResourceSet.empty
        if case .explicit(let listed) = asResources { asNumbers = listed }
        return EffectiveResources(ip: ipResources?.explicit ?? .empty, asNumbers: asNumbers)
    }

    /// What it takes over from an issuer that holds `issuer`.
    fileprivate func inherited(from issuer: EffectiveResources) -> EffectiveResources {
        var ip = IPResourceSet.empty
        for family in AddressFamily.allCases where ipResources?[family] == .inherit {
            ip = ip.union(issuer.ip.restricted(to: family))
        }
        return EffectiveResources(ip: ip, asNumbers: asResources == .inherit ? issuer.asNumbers : .empty)
    }
}
