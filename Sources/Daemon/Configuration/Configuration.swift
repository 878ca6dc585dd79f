package import DER

/// Everything an operator can choose, with every default in one place.
///
/// A value is set by the configuration file and then by the command line; ``Setting`` lists the names.
package struct Configuration: Sendable, Equatable {
    /// What to do when RRDP fails (see `rrdp-fallback` in apus.conf(5)).
    package enum Fallback: String, Sendable, CaseIterable {
        case never, stale, new
    }

    /// What happens to manifests and CRLs whose nextUpdate has passed.
    package enum StalePolicy: String, Sendable, CaseIterable {
        case reject, warn, accept
    }

    /// What happens to VRPs for addresses of an authority whose publication point is unusable.
    package enum UnsafePolicy: String, Sendable, CaseIterable {
        case accept, warn, reject
    }

    package enum LogFormat: String, Sendable, CaseIterable {
        case text, json
    }

    // Where things are.
    package var stateDirectory: String
    package var talFiles: [String] = []
    package var extraTALsDirectory: String?
    package var usesRIRTrustAnchors = true

    // Fetching.
    package var isRRDPDisabled = false
    package var isRsyncDisabled = false
    package var rsyncCommand = "rsync"
    package var rrdpRootCertificates: [String] = []
    /// Seconds, total, for one RRDP file.
    package var rrdpTimeout = 600
    /// Seconds, total, for one run of rsync.
    package var rsyncTimeout = 300
    package var rrdpFallback = Fallback.stale
    /// Bytes.
    package var maxObjectSize = 20_000_000
    /// Bytes and number of all objects of one repository.
    package var maxRepositorySize = 2_000_000_000
    package var maxRepositoryObjects = 1_000_000
    /// Seconds for one repository, RRDP and rsync after it together.
    package var repositoryTimeout = 900
    package var allowsDubiousHosts = false
    /// Host names, each with everything below it.
    package var allowedHosts: [String] = []
    package var deniedHosts: [String] = []
    package var onlyHosts: [String] = []
    /// Addresses of ours to fetch from, one of each family at most.
    package var sourceAddresses: [String] = []
    /// nil: what the environment says.
    package var rrdpProxy: String?

    // Validation.
    package var isStrict = false
    package var stale = StalePolicy.reject
    package var unsafeVRPs = UnsafePolicy.accept
    package var isASPADisabled = false
    package var isBGPsecEnabled = false
    package var maxCADepth = 32
    /// 0: as many as there are processors.
    package var validationThreads = 0
    /// Evaluate at this instant instead of now.
    package var evaluationTime: PosixTime?

    // The daemon.
    package var rtrListeners: [String] = []
    package var payloadFile: String?
    /// Seconds; upper bound of a repository's poll interval.
    package var refresh = 600
    package var rtrRefresh = 3600
    package var rtrRetry = 600
    package var rtrExpire = 7200
    /// Deltas kept for routers.
    package var history = 1000
    /// Days for which flight records and past sets are kept.
    package var retention = 90

    // Logging.
    /// −2 (errors only) … 2 (everything).
    package var verbosity = 0
    package var logFormat = LogFormat.text

    package init(stateDirectory: String) {
        self.stateDirectory = stateDirectory
    }
}
