import FlightEvents
import RPKICrypto
import RPKIObjects

/// What an evaluation changed, as the flight recorder is told.
struct EvaluationDifference {
    var accepted: [EvaluationRecord.Accepted] = []
    var gone: [(object: ObjectReference, cause: EvaluationRecord.Cause)] = []
    var rejected: [(object: ObjectReference, reason: String)] = []

    var isEmpty: Bool { accepted.isEmpty && gone.isEmpty && rejected.isEmpty }

    /// The difference between what was known of a publication point and a new evaluation of it.
    init(
        from old: PublicationPointState?,
        to new: PublicationPointEvaluation,
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
        let rejections = Dictionary(
            new.rejected.map { ($0.object, $0.rejection.reason) },
            uniquingKeysWith: { first, _ in first }
        )
        let names = Set(new.accepted.map(\.fileName))
        for object in old?.accepted ?? [] where !after.contains(Identity(object)) {
            let reference = object.reference(in: old?.directory ?? directory)
            let cause: EvaluationRecord.Cause
            if !new.outcome.isUsable {
                cause = .publicationPointLost
            } else if let reason = rejections[reference] {
                cause = EvaluationRecord.Cause(reason)
            } else if names.contains(object.fileName) {
                cause = .superseded
            } else {
                cause = Self.isRevoked(object, by: new.revocationList, reader: reader) ? .revoked : .withdrawn
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

    /// Whether the authority has revoked the EE certificate of an object that it does not list any more. The object's
    /// octets stay in the store for a while; without them it counts as withdrawn.
    private static func isRevoked(
        _ object: AcceptedObject,
        by list: CertificateRevocationList?,
        reader: any ObjectReader
    ) -> Bool {
        guard let list, let octets = reader.octets(of: object.hash), let signed = try? SignedObject(decoding: octets)
        else { return false }
        return list.contains(serialNumber: signed.eeCertificate.serialNumber)
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
