import DER
import ObjectStore
import RPKIObjects

/// A manifest is newer than the last valid one in both its number and its time
/// (RFC 9286
/// section 4.2.1). When the authority gives its manifest another file name, numbers start anew (RFC 9981 section 3).
struct ManifestRegressionRule {
    /// `memory` is the last valid state, of which the manifest is another one than this.
    static func check(
        _ manifest: Manifest,
        manifestURI: RsyncURI,
        memory: StoredPublicationPoint?
    ) throws(Rejection) {
        guard let memory,
            RsyncURI(memory.manifestURI)?.fileName == manifestURI.fileName,
            let lastNumber = SerialNumber(magnitude: memory.number)
        else { return }
        if manifest.number == lastNumber {
            throw Rejection(.manifestReplaced, "another manifest with number \(lastNumber) was valid before")
        }
        if manifest.number < lastNumber {
            throw Rejection(.manifestNumberRegression, "number \(manifest.number) after \(lastNumber)")
        }
        if manifest.thisUpdate <= memory.thisUpdate {
            throw Rejection(
                .manifestTimeRegression,
                "number \(manifest.number) of \(manifest.thisUpdate) after \(lastNumber) of \(memory.thisUpdate)"
            )
        }
    }
}
