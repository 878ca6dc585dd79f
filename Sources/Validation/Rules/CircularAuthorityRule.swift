import RPKICrypto
import RPKIObjects

/// No authority is below itself (RFC 6487 section 7.2 asks for a path, and a path has no circles).
///
/// The same key once more on a path is a circle when it comes with the same resources or the same manifest: the walk
/// would come to the same place again. The key alone does not tell: authorities that share one exist.
struct CircularAuthorityRule {
    static func check(
        subjectKey: SHA256Digest,
        resources: EffectiveResources,
        manifestURI: RsyncURI,
        path: [CertificationAuthority.Ancestor]
    ) throws(Rejection) {
        let isCircle = path.contains { ancestor in
            ancestor.subjectKey == subjectKey
                && (ancestor.manifestURI == manifestURI || ancestor.resources == resources)
        }
        if isCircle { throw Rejection(.certificateLoop, "manifest \(manifestURI)") }
    }
}
