package import NumberResources

/// One file of local exceptions to what the RPKI says: SLURM version 1 (RFC 8416) or version 2, which adds ASPAs
/// (draft-ietf-sidrops-aspa-slurm-04).
///
/// Filters take validated payloads away, assertions then add payloads; an assertion is no filter. The file is used as
/// a whole or not at all (RFC 8416 section 4.1). Several files make a ``LocalExceptionSet``.
package struct LocalExceptions: Hashable, Sendable {
    /// By which the file is named in messages.
    package let file: String
    /// 1 or 2.
    package let version: UInt8
    package let prefixFilters: [Rule<PrefixFilter>]
    package let routerKeyFilters: [Rule<RouterKeyFilter>]
    /// By customer.
    package let aspaFilters: [Rule<ASN>]
    package let prefixAssertions: [Rule<VRP>]
    package let routerKeyAssertions: [Rule<RouterKey>]
    package let aspaAssertions: [Rule<ASPA>]
    /// What was tolerated; empty when the file was read strictly.
    package let warnings: [LocalExceptionsWarning]

    /// One entry of a list of the file.
    package struct Rule<Content: Hashable & Sendable>: Hashable, Sendable {
        package let content: Content
        package let comment: String?
        package let place: Place
    }

    /// Where a rule stands.
    package struct Place: Hashable, Sendable {
        package let file: String
        /// Of the entry's first line, counted from 1.
        package let line: Int
        /// `prefixFilters[3]`
        package let entry: String
    }

    /// Matches VRPs whose prefix is `prefix` or lies within it, whose AS number is `asn`, or both if both are given
    /// (RFC 8416 section 3.3.1). One of them is.
    package struct PrefixFilter: Hashable, Sendable {
        package let prefix: IPPrefix?
        package let asn: ASN?
    }

    /// Matches router keys of an AS, with a key identifier, or both if both are given (RFC 8416 section 3.3.2). One of
    /// them is.
    package struct RouterKeyFilter: Hashable, Sendable {
        package let asn: ASN?
        package let subjectKeyIdentifier: [UInt8]?
    }
}

extension LocalExceptions.Place: CustomStringConvertible {
    /// `exceptions.json: line 17: prefixFilters[3]`
    package var description: String { "\(file): line \(line): \(entry)" }
}
