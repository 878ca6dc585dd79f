package import Payloads

/// What was published last, and the steps that led there: what ``PayloadHistory/init(restoring:steps:limits:)`` takes.
package struct StoredPayloadHistory: Sendable {
    package let snapshot: PayloadSnapshot
    /// Oldest first, without gaps; the last one made `snapshot`.
    package let steps: [PayloadHistory.Step]
}
