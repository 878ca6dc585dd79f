import DER

extension TrustAnchorKeys.Key {
    init(from reader: inout DERReader) throws(Rejection) {
        var fields = try RejectionReason.takSyntax.decoding { () throws(DERError) in try reader.enter() }
        comments = []
        uris = []
        subjectPublicKeyInfo = try RejectionReason.takKey.decoding { () throws(DERError) in
            try SubjectPublicKeyInfo(from: &fields)
        }
    }
}
