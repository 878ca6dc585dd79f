/// The PDU types of all versions (RFC 8210 section 5, draft-ietf-sidrops-8210bis-27 section 5).
package enum PDUType: UInt8, Hashable, Sendable, CaseIterable {
    case serialNotify = 0
    case serialQuery = 1
    case resetQuery = 2
    case cacheResponse = 3
    case ipv4Prefix = 4
    case ipv6Prefix = 6
    case endOfData = 7
    case cacheReset = 8
    case routerKey = 9
    case errorReport = 10
    case aspa = 11

    /// Whether `version` knows this type.
    package func isDefined(in version: ProtocolVersion) -> Bool {
        switch self {
        case .routerKey: version.carriesRouterKeys
        case .aspa: version.carriesASPAs
        default: true
        }
    }

    /// The total lengths, header included, that a PDU of this type can have in `version`. The upper
    /// bounds of the variable ones are ours (``PDUHeader/maximumLength``).
    package func lengths(in version: ProtocolVersion) -> ClosedRange<Int> {
        switch self {
        case .serialNotify, .serialQuery: 12...12
        case .resetQuery, .cacheResponse, .cacheReset: 8...8
        case .ipv4Prefix: 20...20
        case .ipv6Prefix: 32...32
        case .endOfData: version.carriesTimers ? 24...24 : 12...12
        // Header, key identifier and AS number; a key has at least one octet.
        case .routerKey: 33...PDUHeader.maximumLength
        case .errorReport: 16...PDUHeader.maximumLength
        case .aspa: 12...PDUHeader.maximumLength
        }
    }
}
