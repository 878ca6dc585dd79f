import FlightEvents
import NumberResources
import Payloads
import RPKIObjects

extension AuthorityTree {
    /// The payloads of all points and who states them. `trustAnchors` gives the order in which they are numbered.
    func provenance(trustAnchors: [String]) -> Provenance {
        let numbers = Dictionary(
            trustAnchors.enumerated().map { ($1, UInt16(clamping: $0)) },
            uniquingKeysWith: { first, _ in first }
        )
        var sources: [Provenance.Source] = []
        var vrps: [ProvenanceIndex<VRP>.Entry] = []
        var routerKeys: [ProvenanceIndex<RouterKey>.Entry] = []
        var aspas: [ProvenanceIndex<ASPA>.Entry] = []
        vrps.reserveCapacity(nodes.values.reduce(0) { $0 + ($1.state?.payloads.vrps.count ?? 0) })
        for node in nodes.values {
            guard let state = node.state, !state.payloads.isEmpty, let number = numbers[node.authority.trustAnchor]
            else { continue }
            let source = UInt32(clamping: sources.count)
            sources.append(
                Provenance.Source(trustAnchor: number, directory: state.directory, objects: state.accepted)
            )
            vrps.append(state.payloads.vrps, from: source, trustAnchor: number)
            routerKeys.append(state.payloads.routerKeys, from: source, trustAnchor: number)
            aspas.append(state.payloads.aspas, from: source, trustAnchor: number)
        }
        return Provenance(
            vrps: ProvenanceIndex(vrps),
            routerKeys: ProvenanceIndex(routerKeys),
            aspas: ProvenanceIndex(aspas),
            sources: sources
        )
    }

    /// The addresses of authorities whose publication points are unusable. What others say about routes there may be half
    /// of the truth (see ``ValidationConfiguration/UnsafePolicy``).
    ///
    /// An authority that holds all addresses of a family says nothing about which are concerned, and one whose repository
    /// has not answered yet is not unusable yet.
    func unsafeAddresses() -> IPResourceSet {
        let everything = AddressFamily.allCases.map { IPResourceSet.all.restricted(to: $0) }
        var ranges: [IPRange] = []
        for node in nodes.values {
            guard case .unusable(let reason, _) = node.state?.outcome, reason.reason != .repositoryPending else {
                continue
            }
            let addresses = node.authority.resources.ip
            for family in everything where !addresses.contains(family) {
                ranges += addresses.intersection(family).ranges
            }
        }
        return IPResourceSet(ranges: ranges)
    }

    /// What became of the publication points; trust anchors and work are for the engine to add.
    func report() -> ValidationReport {
        var report = ValidationReport()
        for node in nodes.values {
            guard let state = node.state else { continue }
            report.counters.publicationPoints += 1
            report.counters.acceptedObjects += state.accepted.count
            report.counters.objects += state.tally
            report.announcements += state.announcements
            report.rejectedObjects += state.rejected
            let point = ValidationReport.PublicationPoint(
                trustAnchor: node.authority.trustAnchor,
                manifestURI: node.authority.manifestURI,
                outcome: state.outcome
            )
            switch state.outcome {
            case .fresh: report.counters.freshPublicationPoints += 1
            case _ where state.outcome.failure?.reason == .repositoryPending: report.pendingPoints.append(point)
            case .lastValid: report.lastValidPoints.append(point)
            case .unusable: report.unusablePoints.append(point)
            }
        }
        report.unusablePoints.sort { $0.manifestURI < $1.manifestURI }
        report.lastValidPoints.sort { $0.manifestURI < $1.manifestURI }
        report.pendingPoints.sort { $0.manifestURI < $1.manifestURI }
        report.announcements.sort { $0.object.uri < $1.object.uri }
        report.rejectedObjects.sort { $0.object.uri < $1.object.uri }
        return report
    }
}

extension Array {
    /// Adds what one publication point states.
    fileprivate mutating func append<Payload>(
        _ stated: [Attributed<Payload>],
        from source: UInt32,
        trustAnchor: UInt16
    ) where Element == ProvenanceIndex<Payload>.Entry {
        for attributed in stated {
            append(
                Element(
                    payload: attributed.payload,
                    trustAnchor: trustAnchor,
                    source: source,
                    object: attributed.object
                )
            )
        }
    }
}
