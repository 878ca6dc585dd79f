extension ResourceCertificate {
    /// Whether a trust anchor's certificate takes the place of `other`, a certificate for the same key: it was issued
    /// later, else it is valid for a shorter time (draft-ietf-sidrops-rpki-ta-tiebreaker section 3).
    package func supersedes(_ other: ResourceCertificate) -> Bool {
        notBefore == other.notBefore ? notAfter < other.notAfter : notBefore > other.notBefore
    }
}
