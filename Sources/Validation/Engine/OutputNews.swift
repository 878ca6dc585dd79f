import FlightEvents
import Logging
import NumberResources
import Payloads
import RPKICrypto
import RPKIObjects

/// What an operator should hear of when it appears: each is said once, not with every output that repeats it.
struct OutputNews {
    let announcements: [TrustAnchorAnnouncement]
    let excessiveCustomers: [ASN]
    let unsafeVRPs: [TrustedVRP]

    init(from old: EngineOutput, to new: EngineOutput) {
        let announced = Set(old.report.announcements.map(\.subject))
        announcements = new.report.announcements.filter { !announced.contains($0.subject) }
        let excessive = Set(old.content.excessiveCustomers)
        excessiveCustomers = new.content.excessiveCustomers.filter { !excessive.contains($0) }
        let unsafe = Set(old.content.unsafeVRPs)
        unsafeVRPs = new.content.unsafeVRPs.filter { !unsafe.contains($0) }
    }

    func log(to log: Logger, policy: ValidationConfiguration.UnsafePolicy) {
        for announcement in announcements {
            for line in announcement.lines { log.notice("\(line)", metadata: ["uri": "\(announcement.object.uri)"]) }
        }
        for customer in excessiveCustomers {
            log.warning(
                "too many providers: the ASPAs of this customer are left out",
                metadata: ["customer": "\(customer)", "limit": "\(ASPAUnion.maximumProviders)"]
            )
        }
        guard !unsafeVRPs.isEmpty else { return }
        let consequence = policy == .reject ? "left out" : "used all the same"
        log.warning("unsafe VRPs are \(consequence)", metadata: ["count": "\(unsafeVRPs.count)"])
        for vrp in unsafeVRPs { log.info("unsafe VRP", metadata: ["vrp": "\(vrp.vrp)"]) }
    }
}

extension TrustAnchorAnnouncement {
    /// What makes it another announcement: a TAK that is signed anew with the same keys is none.
    fileprivate struct Subject: Hashable {
        let trustAnchor: String
        let keys: TrustAnchorKeys
    }

    fileprivate var subject: Subject { Subject(trustAnchor: trustAnchor, keys: keys) }

    package var hasSuccessor: Bool { keys.successor != nil }

    /// One line for each key that is not the current one, or one about the current key alone.
    package var lines: [String] {
        var lines: [String] = []
        if let successor = keys.successor {
            lines.append("trust anchor \(trustAnchor) announces successor key \(successor.text)")
        }
        if let predecessor = keys.predecessor {
            lines.append("trust anchor \(trustAnchor) names predecessor key \(predecessor.text)")
        }
        if lines.isEmpty { lines.append("trust anchor \(trustAnchor) confirms its key \(keys.current.text)") }
        return lines
    }
}

extension TrustAnchorKeys.Key {
    /// `4F2A… (https://example.net/ta.cer, rsync://example.net/ta/ta.cer)`
    fileprivate var text: String {
        "\(subjectPublicKeyInfo.keyIdentifier.hex) (\(uris.map(\.description).joined(separator: ", ")))"
    }
}
