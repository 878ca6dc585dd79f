package import NumberResources
package import RPKIObjects

/// Which number resources the operator lets a trust anchor speak about
/// (draft-ietf-sidrops-constraining-rpki-trust-anchors).
///
/// What is denied stays denied, whatever is allowed. As soon as any addresses are allowed, all others are denied, of
/// both families; the same holds for AS numbers.
package struct ResourceConstraints: Hashable, Sendable {
    /// nil allows all addresses.
    package var allowedAddresses: IPResourceSet?
    package var deniedAddresses = IPResourceSet.empty
    /// nil allows all AS numbers.
    package var allowedASNs: ASResourceSet?
    package var deniedASNs = ASResourceSet.empty

    package init() {}

    /// The first of the resources that a certificate lists and that the trust anchor has no say about, as text; nil when
    /// there is none. Inherited resources are not constrained: what is said about them lists them elsewhere.
    package func violation(by certificate: ResourceCertificate) -> String? {
        if let addresses = certificate.ipResources?.explicit {
            let denied = deniedAddresses.intersection(addresses)
            if let range = denied.ranges.first { return "\(range) is denied" }
            if let allowedAddresses, !allowedAddresses.contains(addresses) {
                let excess = addresses.subtracting(allowedAddresses)
                return "\(excess.ranges.first.map(\.description) ?? "") is not allowed"
            }
        }
        if case .explicit(let asNumbers) = certificate.asResources {
            let denied = deniedASNs.intersection(asNumbers)
            if let range = denied.ranges.first { return "\(range.text) is denied" }
            if let allowedASNs, !allowedASNs.contains(asNumbers) {
                let excess = asNumbers.subtracting(allowedASNs)
                return "\(excess.ranges.first?.text ?? "") is not allowed"
            }
        }
        return nil
    }
}

extension ClosedRange<ASN> {
    fileprivate var text: String {
        lowerBound == upperBound ? "\(lowerBound)" : "\(lowerBound)-\(upperBound)"
    }
}
