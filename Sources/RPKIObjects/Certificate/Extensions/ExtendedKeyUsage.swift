import DER

/// RFC 5280 section 4.2.1.12.
struct ExtendedKeyUsage: Hashable, Sendable {
    let includesBGPsecRouter: Bool

    init(from reader: inout DERReader) throws(DERError) {
        var purposes = try reader.enter()
        var found = false
        repeat {
            if try purposes.readObjectIdentifier() == .bgpsecRouter { found = true }
        } while !purposes.isAtEnd
        includesBGPsecRouter = found
    }
}
