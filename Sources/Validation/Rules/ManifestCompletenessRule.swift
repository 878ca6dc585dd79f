import RPKICrypto
import RPKIObjects

/// Every file that the manifest lists is there with the hash that the manifest states (RFC 9286 sections 6.4 and 6.5).
struct ManifestCompletenessRule {
    static func check(_ manifest: Manifest, objects: [String: SHA256Digest]) throws(Rejection) {
        for entry in manifest.entries {
            guard let hash = objects[entry.fileName] else {
                throw Rejection(.objectMissing, "\(entry.fileName) is listed but not there")
            }
            guard hash == entry.hash else {
                throw Rejection(.objectHashMismatch, "\(entry.fileName) has SHA-256 \(hash), listed with \(entry.hash)")
            }
        }
    }
}
