import RPKIObjects

/// A TAK is the only file on its manifest that is named as one (RFC 9691 section 3.3). Which of several to believe
/// nobody says: none of them is valid.
struct SingleTrustAnchorKeysRule {
    /// How many files are named as TAKs.
    static func count(in manifest: Manifest) -> Int {
        manifest.entries.count { $0.fileName.hasSuffix(".tak") }
    }

    static func check(count: Int) throws(Rejection) {
        guard count <= 1 else { throw Rejection(.takNotSingle, "\(count) TAKs are on the manifest") }
    }
}
