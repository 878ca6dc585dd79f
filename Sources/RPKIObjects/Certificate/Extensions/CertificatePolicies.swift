import DER

/// RFC 5280 section 4.2.1.4.
struct CertificatePolicies: Hashable, Sendable {
    /// How many policies there are.
    private(set) var count = 0
    /// Whether the RPKI's policy is among them.
    private(set) var includesResourcePolicy = false
    /// How many qualifiers there are, and how many of them point to a certification practice statement.
    private(set) var qualifierCount = 0
    private(set) var statementCount = 0

    init(from reader: inout DERReader) throws(DERError) {
        var policies = try reader.enter()
        repeat {
            var policy = try policies.enter()
            if try policy.readObjectIdentifier() == .resourcePolicy { includesResourcePolicy = true }
            if !policy.isAtEnd { try readQualifiers(try policy.enter()) }
            try policy.finish()
            count += 1
        } while !policies.isAtEnd
    }

    private mutating func readQualifiers(_ content: DERReader) throws(DERError) {
        var qualifiers = content
        repeat {
            var qualifier = try qualifiers.enter()
            if try qualifier.readObjectIdentifier() == .certificationPracticeStatement {
                _ = try qualifier.readIA5String()
                statementCount += 1
            } else {
                _ = try qualifier.readElement()
            }
            try qualifier.finish()
            qualifierCount += 1
        } while !qualifiers.isAtEnd
    }
}
