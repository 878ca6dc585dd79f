import RPKIObjects

/// An object speaks only about number resources that the operator lets its trust anchor speak about
/// (draft-ietf-sidrops-constraining-rpki-trust-anchors section 3).
struct TrustAnchorConstraintRule {
    /// `certificate` is that of a router, or the EE certificate of an object that gives payloads or states something else
    /// about resources. Certificates of authorities are not constrained: they say nothing by themselves.
    static func check(_ certificate: ResourceCertificate, constraints: ResourceConstraints?) throws(Rejection) {
        if let violation = constraints?.violation(by: certificate) {
            throw Rejection(.trustAnchorConstraint, violation)
        }
    }
}
