import Foundation
import RPKIObjects
import Transport
import Validation

extension Configuration {
    /// What the validation engine is told.
    func validation(constraints: [String: ResourceConstraints]) -> ValidationConfiguration {
        var result = ValidationConfiguration()
        result.profile = isStrict ? .strict : .default
        result.stalePolicy =
            switch stale {
            case .reject: .reject
            case .warn: .warn
            case .accept: .accept
            }
        result.unsafePolicy =
            switch unsafeVRPs {
            case .accept: .accept
            case .warn: .warn
            case .reject: .reject
            }
        result.constraints = constraints
        result.evaluatesASPAs = !isASPADisabled
        result.evaluatesRouterCertificates = isBGPsecEnabled
        result.maximumDepth = maxCADepth
        result.instant = evaluationTime
        result.threads = validationThreads > 0 ? validationThreads : ProcessInfo.processInfo.activeProcessorCount
        return result
    }

    /// What the transport is told.
    var transport: TransportConfiguration {
        var result = TransportConfiguration(directory: stateDirectory + "/transport")
        result.rrdpTimeout = Double(rrdpTimeout)
        result.rsyncTimeout = Double(rsyncTimeout)
        result.maximumObjectSize = maxObjectSize
        result.rootCertificateFiles = rrdpRootCertificates
        result.rsyncCommand = rsyncCommand
        result.maximumRepositorySize = Int64(maxRepositorySize)
        result.maximumRepositoryObjects = maxRepositoryObjects
        result.repositoryTimeout = Double(repositoryTimeout)
        result.hosts = HostPolicy(
            allowsDubious: allowsDubiousHosts,
            allowed: HostList(allowedHosts),
            denied: HostList(deniedHosts),
            only: HostList(onlyHosts)
        )
        result.sourceAddresses = sourceAddresses
        result.proxy = rrdpProxy
        result.disablesRRDP = isRRDPDisabled
        result.disablesRsync = isRsyncDisabled
        result.fallback =
            switch rrdpFallback {
            case .never: .never
            case .stale: .stale
            case .new: .new
            }
        result.refresh = Double(refresh)
        result.userAgent = "apus/\(Version.current)"
        return result
    }
}
