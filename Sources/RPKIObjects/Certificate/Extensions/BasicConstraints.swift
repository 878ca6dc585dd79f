import DER

/// RFC 5280 section 4.2.1.9.
struct BasicConstraints: Hashable, Sendable {
    let isAuthority: Bool
    let hasPathLength: Bool

    init(from reader: inout DERReader) throws(DERError) {
        var fields = try reader.enter()
        isAuthority = try fields.readBooleanDefaultFalse()
        hasPathLength = !fields.isAtEnd
        if hasPathLength { _ = try fields.readUnsignedInteger() }
        try fields.finish()
    }
}
