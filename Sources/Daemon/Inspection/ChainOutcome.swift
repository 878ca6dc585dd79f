import RPKIObjects

/// What following an object's issuers up to a trust anchor gave.
package struct ChainOutcome: Sendable {
    package enum State: String, Sendable {
        /// Everything was checked up to a trust anchor, or up to a certificate that a person gave.
        case valid
        case invalid
        /// Nothing that was checked is wrong, but a part could not be; the notes say which.
        case incomplete
        /// No issuer was to be had, or none that leads to a trust anchor.
        case unchecked
    }

    /// An authority on the way up.
    package struct Link: Hashable, Sendable {
        package let subject: String
        /// File, URI or trust anchor.
        package let place: String
    }

    package var state: State
    /// The issuer first.
    package var links: [Link] = []
    /// Why nothing could be checked, what was left out, where the way ends.
    package var notes: [String] = []
    /// Why the chain is invalid, but for the time.
    var rejection: Rejection?
    /// The first of what is not valid at the instant; it is named last, when nothing else is wrong.
    var lateRejection: Rejection?
    var warnings: [Warning] = []

    init(_ state: State) {
        self.state = state
    }

    static func unchecked(_ note: String) -> ChainOutcome {
        var outcome = ChainOutcome(.unchecked)
        outcome.notes = [note]
        return outcome
    }

    mutating func reject(_ rejection: Rejection) {
        state = .invalid
        self.rejection = self.rejection ?? rejection
    }

    /// Says what could not be checked.
    mutating func leaveOut(_ note: String) {
        notes.append(note)
        if state == .valid { state = .incomplete }
    }

    mutating func noteLate(_ rejection: Rejection) {
        lateRejection = lateRejection ?? rejection
    }
}
