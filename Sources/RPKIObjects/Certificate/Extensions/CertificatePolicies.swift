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
        try reader.within { (policies: inout DERReader) throws(DERError) in
            repeat {
                try policies.within { (policy: inout DERReader) throws(DERError) in
                    if try policy.readObjectIdentifier() == .resourcePolicy { includesResourcePolicy = true }
                    if !policy.isAtEnd { try readQualifiers(&policy) }
                }
                count += 1
            } while !policies.isAtEnd
        }
    }

    private mutating func readQualifiers(_ policy: inout DERReader) throws(DERError) {
        try policy.within { (qualifiers: inout DERReader) throws(DERError) in
            repeat {
                try qualifiers.within { (qualifier: inout DERReader) throws(DERError) in
                    if try qualifier.readObjectIdentifier() == .certificationPracticeStatement {
                        _ = try qualifier.readIA5String()
                        statementCount += 1
                    } else {
                        _ = try qualifier.readElement()
                    }
                }
                qualifierCount += 1
            } while !qualifiers.isAtEnd
        }
    }
}
