package import RPKIObjects

/// What a publication point's payloads come from (RFC 9286 section 6).
package enum PublicationPointOutcome: Hashable, Sendable {
    /// From the repository's present contents.
    case fresh
    /// From the last valid state, because the fetch failed for this reason (RFC 9286 section 6.6).
    case lastValid(because: Rejection)
    /// From nowhere: the fetch failed, and there is no last valid state, or that is not valid any more.
    case unusable(because: Rejection, lastValid: Rejection?)

    /// Why the present contents are not in use; nil when they are.
    package var failure: Rejection? {
        switch self {
        case .fresh: nil
        case .lastValid(let reason), .unusable(let reason, _): reason
        }
    }

    package var isUsable: Bool {
        if case .unusable = self { false } else { true }
    }
}
