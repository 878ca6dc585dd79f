/// The error codes of Error Report PDUs (RFC 8210 section 12, draft-ietf-sidrops-8210bis-27 section 12).
package enum ErrorCode: UInt16, Hashable, Sendable, CaseIterable {
    case corruptData = 0
    case internalError = 1
    case noDataAvailable = 2
    case invalidRequest = 3
    case unsupportedProtocolVersion = 4
    case unsupportedPDUType = 5
    case withdrawalOfUnknownRecord = 6
    case duplicateAnnouncement = 7
    case unexpectedProtocolVersion = 8
    case aspaProviderListError = 9
    case transportFailed = 10
    case orderingError = 11
    case cacheRestart = 12
    case cacheShutdown = 13

    /// The first version that defines this code.
    package var introduced: ProtocolVersion {
        switch rawValue {
        case ...7: .v0
        case 8: .v1
        default: .v2
        }
    }

    /// This code, or the nearest one that `version` defines.
    package func expressed(in version: ProtocolVersion) -> ErrorCode {
        guard introduced > version else { return self }
        return switch self {
        case .unexpectedProtocolVersion: .unsupportedProtocolVersion
        case .cacheRestart, .cacheShutdown: .noDataAvailable
        case .transportFailed: .internalError
        default: .corruptData
        }
    }
}

extension ErrorCode: CustomStringConvertible {
    /// The name in the IANA registry.
    package var description: String {
        switch self {
        case .corruptData: "Corrupt Data"
        case .internalError: "Internal Error"
        case .noDataAvailable: "No Data Available"
        case .invalidRequest: "Invalid Request"
        case .unsupportedProtocolVersion: "Unsupported Protocol Version"
        case .unsupportedPDUType: "Unsupported PDU Type"
        case .withdrawalOfUnknownRecord: "Withdrawal of Unknown Record"
        case .duplicateAnnouncement: "Duplicate Announcement Received"
        case .unexpectedProtocolVersion: "Unexpected Protocol Version"
        case .aspaProviderListError: "ASPA Provider List Error"
        case .transportFailed: "Transport Failed"
        case .orderingError: "Ordering Error"
        case .cacheRestart: "Cache Restart"
        case .cacheShutdown: "Cache Shutdown"
        }
    }
}
