import DER
import FlightEvents
import RPKICrypto
import RPKIObjects

/// What an evaluation changed, as the flight recorder is told.
struct EvaluationDifference {
    var accepted: [EvaluationRecord.Accepted] = []
    var gone: [(object: ObjectReference, cause: EvaluationRecord.Cause)] = []
    /// When the certificates of those objects that are gone were revoked, if they were.
    var revocationDates: [SHA256Digest: PosixTime] = [:]
    var rejected: [(object: ObjectReference, reason: String)] = []

    var isEmpty: Bool { accepted.isEmpty && gone.isEmpty && rejected.isEmpty }

    /// The difference between what was known of a publication point and a new evaluation of it.
    init(
        from old: PublicationPointState?,
        to new: PublicationPointEvaluation,
        configuration: ValidationConfiguration,
        reader: any ObjectReader
    ) {
        let directory = new.directory
        let before = Set((old?.accepted ?? []).map { Identity($0) })
        let after = Set(new.accepted.map { Identity($0) })
        for object in new.accepted where !before.contains(Identity(object)) {
            accepted.append(
                .init(
                    object: object.reference(in: directory),
                    signed: object.signed,
                    notBefore: object.notBefore,
                    notAfter: object.notAfter
                )
            )
        }
        let lost = (old?.accepted ?? []).filter { !after.contains(Identity($0)) }
        revocationDates = Self.revocationDates(of: lost, by: new.revocationList, reader: reader)
        let rejections = Dictionary(
            new.rejected.map { ($0.object, $0.rejection.reason) },
            uniquingKeysWith: { first, _ in first }
        )
        let names = Set(new.accepted.map(\.fileName))
        for object in lost {
            let reference = object.reference(in: old?.directory ?? directory)
            let cause: EvaluationRecord.Cause
            if !new.outcome.isUsable {
                cause = .publicationPointLost
            } else if let reason = rejections[reference] {
                cause = EvaluationRecord.Cause(reason)
            } else if names.contains(object.fileName) {
                cause = .superseded
            } else if revocationDates[object.hash] != nil {
                cause = .revoked
            } else {
                cause = configuration.looksForPayloads(in: object.fileName) ? .withdrawn : .configuration
            }
            gone.append((reference, cause))
        }
        let rejectedBefore = Set((old?.rejected ?? []).map(\.object))
        for rejection in new.rejected where !rejectedBefore.contains(rejection.object) {
            rejected.append((rejection.object, rejection.rejection.reason.rawValue))
        }
    }

    /// Everything that a publication point stated is gone with its authority.
    init(lost state: PublicationPointState) {
        gone = state.accepted.map { ($0.reference(in: state.directory), .publicationPointLost) }
    }

    /// When the authority has revoked the certificates of objects, by the objects' hashes. Objects that went from their
    /// repository stay in the store for a while; one that is not there any more counts as not revoked.
    private static func revocationDates(
        of objects: [AcceptedObject],
        by list: CertificateRevocationList?,
        reader: any ObjectReader
    ) -> [SHA256Digest: PosixTime] {
        guard let list, list.revokedCount > 0 else { return [:] }
        var serialNumbers: [SHA256Digest: SerialNumber] = [:]
        for object in objects {
            guard let octets = reader.octets(of: object.hash) else { continue }
            let number =
                object.fileName.hasSuffix(".cer")
                ? (try? ResourceCertificate(decoding: octets))?.serialNumber
                : (try? SignedObject(decoding: octets))?.eeCertificate.serialNumber
            if let number, list.contains(serialNumber: number) { serialNumbers[object.hash] = number }
        }
        guard !serialNumbers.isEmpty else { return [:] }
        let dates = list.revocationDates(of: Set(serialNumbers.values))
        return serialNumbers.compactMapValues { dates[$0] }
    }

    private struct Identity: Hashable {
        let fileName: String
        let hash: SHA256Digest

        init(_ object: AcceptedObject) {
            fileName = object.fileName
            hash = object.hash
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(hash)
        }
    }
}

extension EvaluationRecord.Cause {
    fileprivate init(_ reason: RejectionReason) {
        switch reason {
        case .certificateRevoked: self = .revoked
        case .certificateExpired: self = .expired
        default: self = .rejected
        }
    }
}
