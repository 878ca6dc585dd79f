import DER

/// What the contents of signed objects have in common: a SEQUENCE that starts with a version.
extension DERReader {
    /// The fields of a content that is one SEQUENCE; anything else is rejected for `syntax`.
    static func fields(of content: ArraySlice<UInt8>, _ syntax: RejectionReason) throws(Rejection) -> DERReader {
        try syntax.decoding { () throws(DERError) in
            var reader = DERReader(content)
            let fields = try reader.enter()
            try reader.finish()
            return fields
        }
    }

    /// Rejects for `reason` a version that is encoded although it is the default, 0 (X.690 section 11.5), or that is
    /// another.
    func refuseVersion(_ reason: RejectionReason) throws(Rejection) {
        if nextTag == .contextConstructed(0) || nextTag == .context(0) {
            throw Rejection(reason, "a version is encoded", at: offset)
        }
    }
}
