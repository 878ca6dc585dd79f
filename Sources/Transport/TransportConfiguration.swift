/// How repositories are fetched, with every default in one place.
package struct TransportConfiguration: Sendable {
    /// Where working copies of rsync modules and the bundle of TLS roots are kept. Made when missing.
    package var directory: String

    /// Seconds for one update by RRDP: notification, deltas and snapshot together.
    package var rrdpTimeout = 600.0
    /// Seconds for one run of rsync.
    package var rsyncTimeout = 300.0
    /// Seconds for one repository, RRDP and rsync after it together.
    package var repositoryTimeout = 900.0
    /// Seconds that must be left for a fallback to rsync: a run that is cut short would count against the server.
    package var leastFallback = 10.0
    /// Seconds for name, connection and TLS.
    package var connectTimeout = 15.0
    /// Seconds without a byte, and for which HTTPS may be slower than `minimumSpeed`.
    package var idleTimeout = 60.0
    /// Octets per second.
    package var minimumSpeed = 1_024

    /// Octets of one object.
    package var maximumObjectSize = 20_000_000
    /// Octets of a trust anchor certificate.
    package var maximumTrustAnchorSize = 100_000
    /// Octets of a notification, and of a snapshot or delta, after content decoding.
    package var maximumNotificationSize: Int64 = 16 << 20
    package var maximumSnapshotSize: Int64 = 4 << 30
    package var maximumDeltaSize: Int64 = 1 << 30
    /// What one repository may have: octets and number of all its objects, however they came.
    package var maximumRepositorySize: Int64 = 2_000_000_000
    package var maximumRepositoryObjects = 1_000_000
    /// Deltas to apply; beyond, the snapshot is taken.
    package var maximumDeltas = NotificationPlan.defaultMaximumDeltas
    /// Seconds between two looks at what rsync has written while it runs; more where looking takes long.
    package var measureInterval = 5.0

    /// PEM files with TLS roots to trust besides the system's.
    package var rootCertificateFiles: [String] = []
    /// The rsync program: a path, or a name to be found in `PATH`.
    package var rsyncCommand = "rsync"
    package var hosts = HostPolicy()
    /// Addresses of ours from which servers are asked; empty: the system chooses. One of each family at most.
    package var sourceAddresses: [String] = []
    /// Addresses of names that the system's resolver is not asked about.
    package var fixedAddresses: [String: [String]] = [:]
    /// The proxy for HTTPS, as libcurl takes it; nil: what `https_proxy` and its like say.
    package var proxy: String?
    package var disablesRRDP = false
    package var disablesRsync = false
    package var fallback = FallbackPolicy.stale
    /// Seconds between two fetches of one repository, for the fallback policy.
    package var refresh = 600.0

    /// Repositories updated by RRDP at a time, and modules by rsync (each of which takes processes).
    package var rrdpLanes = LanePlan.Limits(proven: 24, unproven: 24, slow: 24)
    package var rsyncLanes = LanePlan.Limits(proven: 8, unproven: 8, slow: 8)
    /// Seconds after which an update moves to the slow lane.
    package var patience = 20.0
    /// Names us to HTTPS servers.
    package var userAgent = "Apus"

    package init(directory: String) {
        self.directory = directory
    }
}

/// Why nothing can be fetched at all.
package enum TransportError: Error, Hashable, Sendable, CustomStringConvertible {
    case directoryUnusable(path: String, reason: String)
    /// A file named for `--rrdp-root-cert` cannot be read or holds no PEM certificate.
    case badRootCertificate(path: String, reason: String)
    /// An address for `--bind-address` is of no use.
    case badSourceAddress(text: String, reason: String)
    /// libcurl does not start.
    case noHTTP

    package var description: String {
        switch self {
        case .directoryUnusable(let path, let reason): "cannot use directory \(path): \(reason)"
        case .badRootCertificate(let path, let reason): "TLS root certificate \(path): \(reason)"
        case .badSourceAddress(let text, let reason): "source address \(text): \(reason)"
        case .noHTTP: "libcurl cannot be started"
        }
    }
}
