import DER
import FlightEvents
import Laboratory
import RPKICrypto
import RPKIObjects
import Testing
import Validation

/// RFC 8630 section 3 and the order of several certificates for one key.
struct TrustAnchorSelectionTests {
    private struct NoMemory: VerdictMemory {
        func isVerified(object: SHA256Digest, issuer: SHA256Digest) -> Bool { false }
    }

    private func select(_ candidates: [[UInt8]], at instant: PosixTime = issued.advanced(600)) throws
        -> TrustAnchorSelection
    {
        TrustAnchorSelection(
            locator: try TestWorld().locator,
            candidates: candidates.enumerated().map { TrustAnchorCandidate(uri: "\($0)", octets: $1) },
            at: instant,
            profile: .default,
            verdicts: NoMemory()
        )
    }

    private func certificate(from start: Int64, to end: Int64) throws -> [UInt8] {
        try TestAuthority.trustAnchor().certificate(
            prefixes: ["10.0.0.0/8"],
            notBefore: issued.advanced(start),
            notAfter: issued.advanced(end)
        )
    }

    private func chosen(_ selection: TrustAnchorSelection) throws -> String {
        try selection.result.get().certificate.uri
    }

    @Test func theNewerCounts() throws {
        let old = try certificate(from: 0, to: 1_000)
        let new = try certificate(from: 10, to: 9_000)
        #expect(try chosen(select([old, new])) == "1")
        #expect(try chosen(select([new, old])) == "0")
    }

    @Test func ofTheSameAgeTheShorterCounts() throws {
        let short = try certificate(from: 0, to: 1_000)
        let long = try certificate(from: 0, to: 9_000)
        #expect(try chosen(select([long, short])) == "1")
    }

    @Test func anUnusableNewOneDoesNotCount() throws {
        let old = try certificate(from: 0, to: 9_000)
        let future = try certificate(from: 1_000, to: 9_000)
        let expired = try certificate(from: 100, to: 500)
        let selection = try select([old, future, expired, [1, 2, 3]])
        #expect(try chosen(selection) == "0")
        #expect(selection.nextChange == issued.advanced(1_000))
        #expect(try chosen(select([old, future], at: issued.advanced(1_000))) == "1")
    }

    @Test func anotherKeyIsRefused() throws {
        let stranger = try TestAuthority("anchor", TestKeys.stranger, directory: "rsync://rpki.example/repo/anchor/")
        let selection = try select([try stranger.certificate(prefixes: ["10.0.0.0/8"])])
        #expect(throws: Rejection.self) { try selection.result.get() }
        if case .failure(let rejection) = selection.result { #expect(rejection.reason == .trustAnchorKeyMismatch) }
    }

    @Test func aBrokenSignatureIsRefused() throws {
        var octets = try certificate(from: 0, to: 9_000)
        octets[octets.count - 1] ^= 1
        let selection = try select([octets])
        if case .failure(let rejection) = selection.result {
            #expect(rejection.reason == .certificateSignatureInvalid)
        } else {
            Issue.record("accepted")
        }
        #expect(selection.newlyVerified.isEmpty)
    }

    @Test func nothingFoundIsAReason() throws {
        if case .failure(let rejection) = try select([]).result {
            #expect(rejection.reason == .repositoryUnavailable)
        } else {
            Issue.record("accepted")
        }
    }
}
