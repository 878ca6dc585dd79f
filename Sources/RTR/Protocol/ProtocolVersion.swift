/// A version of the RPKI-to-Router protocol.
package enum ProtocolVersion: UInt8, Hashable, Comparable, Sendable, CaseIterable {
    /// RFC 6810: prefixes only, no timers.
    case v0 = 0
    /// RFC 8210: router keys and timers.
    case v1 = 1
    /// draft-ietf-sidrops-8210bis-27: ASPA.
    case v2 = 2

    package static func < (left: ProtocolVersion, right: ProtocolVersion) -> Bool {
        left.rawValue < right.rawValue
    }

    /// Router Key PDUs: RFC 8210 section 5.10.
    package var carriesRouterKeys: Bool { self >= .v1 }

    /// ASPA PDUs: draft-ietf-sidrops-8210bis-27 section 5.12.
    package var carriesASPAs: Bool { self >= .v2 }

    /// Refresh, retry and expire intervals in End of Data: RFC 8210 section 5.8.
    package var carriesTimers: Bool { self >= .v1 }
}

extension ProtocolVersion: CustomStringConvertible {
    /// `1`
    package var description: String { String(rawValue) }
}
