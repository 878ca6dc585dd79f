package import NumberResources

/// The AS identifier delegation of a certificate (RFC 3779 section 3.2).
package enum ASResourceExtension: Hashable, Sendable {
    /// The issuer's AS numbers.
    case inherit
    case explicit(ASResourceSet)
}
