import FlightEvents
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
        var entries: [Provenance.Entry] = []
        entries.reserveCapacity(nodes.values.reduce(0) { $0 + ($1.state?.vrps.count ?? 0) })
        for node in nodes.values {
            guard let state = node.state, !state.vrps.isEmpty, let number = numbers[node.authority.trustAnchor]
            else { continue }
            let source = UInt32(clamping: sources.count)
            sources.append(
                Provenance.Source(trustAnchor: number, directory: state.directory, objects: state.accepted)
            )
            for attributed in state.vrps {
                entries.append(
                    Provenance.Entry(
                        vrp: TrustedVRP(vrp: attributed.vrp, trustAnchor: number),
                        source: source,
                        object: attributed.object
                    )
                )
            }
        }
        return Provenance(entries: entries, sources: sources)
    }

    /// What became of the publication points; trust anchors and work are for the engine to add.
    func report() -> ValidationReport {
        var report = ValidationReport()
        for node in nodes.values {
            guard let state = node.state else { continue }
            report.counters.publicationPoints += 1
            report.counters.acceptedObjects += state.accepted.count
            report.counters.ignoredObjects += state.ignored
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
        report.rejectedObjects.sort { $0.object.uri < $1.object.uri }
        return report
    }
}
