import DER

extension TrustAnchorKeys.Key {
    /// The most comments and URIs of a key, and octets of a comment, that are read.
    static let maximumComments = 64
    static let maximumURIs = 16
    static let maximumCommentLength = 2_048

    /// Reads a TAKey (RFC 9691 section 3.2.1).
    init(from reader: inout DERReader) throws(Rejection) {
        let syntax = RejectionReason.takSyntax
        var fields = try syntax.decoding { () throws(DERError) in try reader.enter() }
        var comments = try syntax.decoding { () throws(DERError) in try fields.enter() }
        var uris = try syntax.decoding { () throws(DERError) in try fields.enter() }
        self.comments = try Self.comments(&comments)
        self.uris = try Self.uris(&uris)
        let info = try RejectionReason.takKey.decoding { () throws(DERError) in
            try SubjectPublicKeyInfo(from: &fields)
        }
        try syntax.decoding { () throws(DERError) in try fields.finish() }
        // The keys of trust anchors are those of RFC 7935 section 3.
        var inspection = Inspection(profile: .strict)
        do {
            try PublicKeyRule.inspectRSA(info, &inspection)
        } catch {
            throw Rejection(.takKey, error.detail, at: error.offset)
        }
        subjectPublicKeyInfo = info
    }

    private static func comments(_ list: inout DERReader) throws(Rejection) -> [String] {
        var comments: [String] = []
        while !list.isAtEnd {
            let start = list.offset
            guard comments.count < maximumComments else {
                throw Rejection(.takComments, "more than \(maximumComments) comments", at: start)
            }
            let octets = try RejectionReason.takComments.decoding { () throws(DERError) in try list.read(.utf8String) }
            guard octets.count <= maximumCommentLength else {
                throw Rejection(.takComments, "a comment of \(octets.count) octets", at: start)
            }
            guard let comment = String(validating: octets, as: UTF8.self) else {
                throw Rejection(.takComments, "not UTF-8", at: octets.startIndex)
            }
            comments.append(comment)
        }
        return comments
    }

    /// At least one URI; its scheme is one that a trust anchor locator may have (RFC 8630 section 2.2).
    private static func uris(_ list: inout DERReader) throws(Rejection) -> [TrustAnchorURI] {
        var uris: [TrustAnchorURI] = []
        repeat {
            let start = list.offset
            guard uris.count < maximumURIs else {
                throw Rejection(.takURI, "more than \(maximumURIs) URIs", at: start)
            }
            let octets = try RejectionReason.takURI.decoding { () throws(DERError) in try list.readIA5String() }
            guard octets.count <= URIText.maximumLength,
                let uri = TrustAnchorURI(String(decoding: octets, as: UTF8.self))
            else { throw Rejection(.takURI, "no https or rsync URI", at: octets.startIndex) }
            uris.append(uri)
        } while !list.isAtEnd
        return uris
    }
}
