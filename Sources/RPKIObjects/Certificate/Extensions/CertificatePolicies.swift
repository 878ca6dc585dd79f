import DER

/// RFC 5280 section 4.2.1.4.
struct CertificatePolicies: Hashable, Sendable {
    /// How many policies there are.
    private(set) var count = 0
    /// Whether the RPKI's policy is among them (RFC 6484).
    private(set) var includesResourcePolicy = false
    /// Whether the policy is among them under which resources are trimmed (RFC 8360 section 4.2.1).
    private(set) var includesResourcePolicyV2 = false
    /// How many qualifiers there are, and how many of them point to a certification practice statement.
    private(set) var qualifierCount = 0
    private(set) var statementCount = 0

    init(from reader: inout DERReader) throws(DERError) {
        try reader.within { (policies: inout DERReader) throws(DERError) in
            repeat {
                try policies.within { (policy: inout DERReader) throws(DERError) in
                    switch try policy.readObjectIdentifier() {
                    case .resourcePolicy: includesResourcePolicy = true
                    case .resourcePolicyV2: includesResourcePolicyV2 = true
                    default: break
                    }
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
