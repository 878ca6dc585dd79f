import FlightEvents
import Logging
import ObjectStore
import Payloads
import RPKIObjects
import Validation

/// A validation report as people read it: counted in sections, or one line for each finding.
enum ReportSummary {
    static func sections(
        of report: ValidationReport,
        store: StoreCounters,
        failures: Int
    ) -> [PayloadSummary.Section] {
        let counters = report.counters
        let points = PayloadSummary.Section(
            title: "Publication points",
            rows: [
                .init("with fresh contents", counters.freshPublicationPoints),
                .init("in their last valid state", report.lastValidPoints.count),
                .init("whose repository has not answered", report.pendingPoints.count),
                .init("without a usable manifest", report.unusablePoints.count),
                .init("publication points", counters.publicationPoints),
            ]
        )
        let objects = PayloadSummary.Section(
            title: "Objects",
            rows: ObjectKind.allCases.filter { counters.objects[$0] > 0 }.map { .init($0.name, counters.objects[$0]) }
                + [.init("rejected", report.rejectedObjects.count)]
        )
        let notices = PayloadSummary.Section(
            title: "Notices",
            rows: [
                .init("unsafe VRPs", counters.unsafeVRPs),
                .init("customers with too many providers", report.excessiveCustomers.count),
                .init("trust anchors that announce a successor key", report.announcements.count(where: \.hasSuccessor)),
            ].filter { $0.value > 0 }
        )
        let reasons = report.rejectionCounts.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
        let rejections = PayloadSummary.Section(
            title: "Rejected objects",
            rows: reasons.map { .init($0.key.rawValue, $0.value) }
        )
        let causes = Dictionary(grouping: report.unusablePoints) { $0.outcome.failure?.reason.rawValue ?? "unknown" }
        let unusable = PayloadSummary.Section(
            title: "Publication points without a usable manifest",
            rows: causes.sorted { $0.key < $1.key }.map { .init($0.key, $0.value.count) }
        )
        let work = PayloadSummary.Section(
            title: "Work",
            rows: [
                .init("failed transfers", failures),
                .init("objects written", store.blobsWritten),
                .init("objects decoded", counters.work.objectsDecoded),
                .init("signatures verified", counters.work.signaturesVerified),
            ]
        )
        return [points, objects, notices, rejections, unusable, work].filter { !$0.rows.isEmpty }
    }

    /// One line for each trust anchor, publication point and object that is not as it should be.
    static func log(_ report: ValidationReport, to log: Logger) {
        for anchor in report.trustAnchors {
            if case .rejected(let rejection) = anchor.outcome {
                log.warning("trust anchor unusable", metadata: ["name": "\(anchor.name)"].merging(fields(rejection)))
            }
        }
        for point in report.unusablePoints {
            log.info("publication point unusable", metadata: fields(point))
        }
        for point in report.lastValidPoints {
            log.info("publication point in its last valid state", metadata: fields(point))
        }
        for rejected in report.rejectedObjects {
            log.info(
                "object rejected",
                metadata: ["uri": "\(rejected.object.uri)", "hash": "\(rejected.object.hash)"]
                    .merging(fields(rejected.rejection))
            )
        }
    }

    private static func fields(_ point: ValidationReport.PublicationPoint) -> Logger.Metadata {
        let place: Logger.Metadata = ["manifest": "\(point.manifestURI)", "trust-anchor": "\(point.trustAnchor)"]
        return point.outcome.failure.map { place.merging(fields($0)) } ?? place
    }

    private static func fields(_ rejection: Rejection) -> Logger.Metadata {
        ["reason": "\(rejection.reason.rawValue)", "clause": "\(rejection.clause)", "detail": "\(rejection.detail)"]
    }
}

extension Logger.Metadata {
    fileprivate func merging(_ other: Logger.Metadata) -> Logger.Metadata {
        merging(other) { $1 }
    }
}
