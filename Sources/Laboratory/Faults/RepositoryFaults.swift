extension LaboratoryFault {
    package static let wrongDeltaHash = LaboratoryFault("wrong-delta-hash", nil, .repository)
    package static let wrongSnapshotHash = LaboratoryFault("wrong-snapshot-hash", nil, .repository)
    package static let deltaGap = LaboratoryFault("delta-gap", nil, .repository)
    package static let missingSnapshot = LaboratoryFault("missing-snapshot", nil, .repository)
    package static let missingNotification = LaboratoryFault("missing-notification", nil, .repository)
    package static let malformedNotification = LaboratoryFault("malformed-notification", nil, .repository)
    package static let sessionChange = LaboratoryFault("session-change", nil, .repository)
    package static let serialRegression = LaboratoryFault("serial-regression", nil, .repository)
    package static let foreignOrigin = LaboratoryFault("foreign-origin", nil, .repository)

    /// Faults of a repository's RRDP (RFC 8182, RFC 9674): its objects stay as they are. `RepositoryPublisher` knows them.
    static let repositoryFaults: [LaboratoryFault] = [
        .wrongDeltaHash, .wrongSnapshotHash, .deltaGap, .missingSnapshot, .missingNotification, .malformedNotification,
        .sessionChange, .serialRegression, .foreignOrigin,
    ]
}
