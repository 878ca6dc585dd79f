import RPKIObjects

/// A path has a bounded number of authorities below its trust anchor: else a hostile authority leads the walk on for
/// ever.
struct DepthRule {
    static func check(depth: Int, maximum: Int) throws(Rejection) {
        guard depth <= maximum else {
            throw Rejection(.certificateDepth, "more than \(maximum) authorities below the trust anchor")
        }
    }
}
