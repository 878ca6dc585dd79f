package import RPKIObjects
import Transport

/// What is wrong, in the form that all kinds of inspection share.
package struct Finding: Hashable, Sendable {
    /// A stable code.
    package let reason: String
    /// The rule: `RFC 6487 section 4.8.1`.
    package let clause: String
    /// What was seen; never empty.
    package let detail: String
    /// Index of the offending octet.
    package let offset: Int?

    package init(reason: String, clause: String, detail: String, offset: Int?) {
        self.reason = reason
        self.clause = clause
        self.detail = detail
        self.offset = offset
    }

    package init(_ rejection: Rejection) {
        self.init(
            reason: rejection.reason.rawValue,
            clause: rejection.clause,
            detail: rejection.detail.isEmpty ? rejection.reason.text : rejection.detail,
            offset: rejection.offset
        )
    }

    init(_ error: RRDPError) {
        self.init(
            reason: "rrdp-\(error.code.rawValue)",
            clause: "RFC 8182 section 3.5",
            detail: error.detail,
            offset: nil
        )
    }
}

extension Finding: CustomStringConvertible {
    /// `certificate-basic-constraints: pathLenConstraint is present (RFC 6487 section 4.8.1, at offset 312)`
    package var description: String {
        "\(reason): \(detail) (\(clause)\(offset.map { ", at offset \($0)" } ?? ""))"
    }
}
