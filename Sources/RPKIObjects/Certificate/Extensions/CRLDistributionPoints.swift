import DER

/// RFC 5280 section 4.2.1.13.
struct CRLDistributionPoints: Hashable, Sendable {
    private(set) var count = 0
    /// The first rsync URI of the first distribution point's full name.
    private(set) var uri: RsyncURI?
    private(set) var hasRelativeName = false
    private(set) var hasReasons = false
    private(set) var hasIssuer = false

    init(from reader: inout DERReader) throws(DERError) {
        var points = try reader.enter()
        repeat {
            var point = try points.enter()
            if var name = try point.enterIfPresent(.contextConstructed(0)) {
                if var fullName = try name.enterIfPresent(.contextConstructed(0)) {
                    repeat {
                        let location = try GeneralName(from: &fullName)
                        if count == 0 { uri = uri ?? location.rsync }
                    } while !fullName.isAtEnd
                } else {
                    _ = try name.read(.contextConstructed(1))
                    hasRelativeName = true
                }
                try name.finish()
            }
            if try point.readIfPresent(.context(1)) != nil { hasReasons = true }
            if try point.readIfPresent(.contextConstructed(2)) != nil { hasIssuer = true }
            try point.finish()
            count += 1
        } while !points.isAtEnd
    }
}
