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
        try reader.within { (points: inout DERReader) throws(DERError) in
            repeat {
                try points.within { (point: inout DERReader) throws(DERError) in try readPoint(&point) }
                count += 1
            } while !points.isAtEnd
        }
    }

    private mutating func readPoint(_ point: inout DERReader) throws(DERError) {
        if point.nextTag == .contextConstructed(0) {
            try point.within(.contextConstructed(0)) { (name: inout DERReader) throws(DERError) in
                if name.nextTag == .contextConstructed(0) {
                    try name.within(.contextConstructed(0)) { (fullName: inout DERReader) throws(DERError) in
                        repeat {
                            let location = try GeneralName(from: &fullName)
                            if count == 0 { uri = uri ?? location.rsync }
                        } while !fullName.isAtEnd
                    }
                } else {
                    _ = try name.read(.contextConstructed(1))
                    hasRelativeName = true
                }
            }
        }
        if try point.readIfPresent(.context(1)) != nil { hasReasons = true }
        if try point.readIfPresent(.contextConstructed(2)) != nil { hasIssuer = true }
    }
}
