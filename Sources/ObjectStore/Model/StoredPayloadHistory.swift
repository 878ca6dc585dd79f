package import Payloads

/// What was published last, and the steps that led there.
package struct StoredPayloadHistory: Sendable {
    /// The difference between two consecutive serials.
    package struct Step: Hashable, Sendable {
        package let from: UInt32
        package let to: UInt32
        /// When `to` was published, in nanoseconds since 1970-01-01 UTC.
        package let published: Int64
        package let delta: PayloadDelta

        package init(from: UInt32, to: UInt32, published: Int64, delta: PayloadDelta) {
            self.from = from
            self.to = to
            self.published = published
            self.delta = delta
        }
    }

    package let current: PayloadSnapshot
    /// Oldest first, without gaps; the last one ends at `current`.
    package let steps: [Step]
}
