import DER

/// An inspection under way: rules report what they find, and the profile decides what that means.
package struct Inspection: Sendable {
    package let profile: Profile
    /// What was tolerated so far.
    package private(set) var warnings: [Warning] = []

    package init(profile: Profile) {
        self.profile = profile
    }

    /// Reports a broken rule: notes a warning when the profile tolerates it, else throws the rejection.
    package mutating func report(
        _ reason: RejectionReason,
        _ detail: @autoclosure () -> String = "",
        at offset: Int? = nil
    ) throws(Rejection) {
        let rejection = Rejection(reason, detail(), at: offset)
        guard profile.tolerances.contains(reason) else { throw rejection }
        warnings.append(Warning(rejection))
    }

    /// Notes a broken rule that is no ground for rejection under any profile (a SHOULD).
    package mutating func advise(_ reason: RejectionReason, _ detail: String = "", at offset: Int? = nil) {
        warnings.append(Warning(Rejection(reason, detail, at: offset)))
    }

    /// Reports `reason` unless `condition` holds.
    @inlinable
    package mutating func require(
        _ condition: Bool,
        _ reason: RejectionReason,
        _ detail: @autoclosure () -> String = "",
        at offset: Int? = nil
    ) throws(Rejection) {
        if !condition { try report(reason, detail(), at: offset) }
    }
}

extension RejectionReason {
    /// Runs a step of a decoder; bytes that are not the DER it expects are rejected for this reason.
    @inline(__always)
    func decoding<Value>(_ step: () throws(DERError) -> Value) throws(Rejection) -> Value {
        do {
            return try step()
        } catch {
            throw rejection(of: error)
        }
    }

    @inline(never)
    private func rejection(of error: DERError) -> Rejection {
        Rejection(self, error.code.rawValue, at: error.offset)
    }
}
