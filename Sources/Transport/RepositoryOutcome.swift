import Foundation
package import ObjectStore

/// How an attempt to update one location ended.
package struct RepositoryOutcome: Sendable {
    /// Whose contents are now in force: of RRDP, of rsync or, when everything failed, of whichever succeeded last; nil
    /// when nothing ever did. Another source than the last time means other contents, whatever `change` says.
    package let source: RepositoryID?
    /// What the update changed in the contents of `source`; nil when nothing was fetched.
    package let change: RepositoryChange?
    /// What went wrong, in order; not empty although the update succeeded where the fallback did.
    package let failures: [FetchFailure]
    package let verdict: SchedulePolicy.Verdict

    /// For the schedule.
    package var result: SchedulePolicy.Result { SchedulePolicy.Result(verdict, failures) }

    package init(
        source: RepositoryID?,
        change: RepositoryChange?,
        failures: [FetchFailure],
        verdict: SchedulePolicy.Verdict
    ) {
        self.source = source
        self.change = change
        self.failures = failures
        self.verdict = verdict
    }
}

extension SchedulePolicy.Result {
    /// There is something to be tried as soon as one of the servers may be asked.
    package init(_ verdict: SchedulePolicy.Verdict, _ failures: [FetchFailure]) {
        let pauses = failures.compactMap(\.retryAfter)
        self.init(verdict, retryAfter: pauses.count == failures.count ? pauses.min() : nil)
    }
}

/// How an attempt to update one set of contents, by one protocol, ended.
struct UpdateAttempt: Sendable {
    /// Tells attempts apart.
    let identity = UUID()
    var source: RepositoryID
    /// nil when it failed.
    var change: RepositoryChange?
    /// Also where part of the contents arrived all the same.
    var failure: FetchFailure?
    /// How long it ran; waiting for a slot does not count.
    var seconds = 0.0

    var verdict: SchedulePolicy.Verdict {
        guard let change, failure == nil else { return .failed }
        return change.contentsChanged ? .changed : .unchanged
    }
}

/// What came of fetching a trust anchor's certificate.
package struct TrustAnchorOutcome: Sendable {
    /// The certificate to use: as fetched now, or the stored one when that failed; nil when there never was one.
    package let certificate: [UInt8]?
    /// Where it came from.
    package let uri: String?
    /// Whether it was fetched now (or confirmed to be unchanged).
    package let isFresh: Bool
    package let failures: [FetchFailure]

    package init(certificate: [UInt8]?, uri: String?, isFresh: Bool, failures: [FetchFailure]) {
        self.certificate = certificate
        self.uri = uri
        self.isFresh = isFresh
        self.failures = failures
    }
}
