/// Why an object is not accepted: a stable reason, what exactly was seen, and where.
package struct Rejection: Error, Hashable, Sendable {
    package let reason: RejectionReason
    /// What was found, for a person; empty when the reason says it all.
    package let detail: String
    /// Index of the offending octet in the object; nil when it is not about one place.
    package let offset: Int?

    @inline(never)
    /// Characters of the longest detail.
    private static let maximumDetail = 500

    package init(_ reason: RejectionReason, _ detail: String = "", at offset: Int? = nil) {
        self.reason = reason
        // Details quote remote data, which may be megabytes, and are kept with the verdict.
        self.detail = detail.utf8.count <= Self.maximumDetail ? detail : String(detail.prefix(Self.maximumDetail))
        self.offset = offset
    }

    /// The rule that was broken: `RFC 6487 section 4.8.1`.
    package var clause: String { reason.clause }
}

extension Rejection: CustomStringConvertible {
    /// `certificate-basic-constraints: pathLenConstraint is present (RFC 6487 section 4.8.1, at offset 312)`
    package var description: String {
        let place = offset.map { ", at offset \($0)" } ?? ""
        return "\(reason.rawValue): \(detail.isEmpty ? reason.text : detail) (\(clause)\(place))"
    }
}

/// A broken rule that the profile in use tolerates: the object is accepted, and this is counted.
package struct Warning: Hashable, Sendable {
    /// What would have been the reason for rejection under ``Profile/strict``.
    package let rejection: Rejection

    package init(_ rejection: Rejection) {
        self.rejection = rejection
    }

    package var reason: RejectionReason { rejection.reason }
    package var clause: String { rejection.clause }
    package var detail: String { rejection.detail }
    package var offset: Int? { rejection.offset }
}

extension Warning: CustomStringConvertible {
    package var description: String { "tolerated \(rejection)" }
}
