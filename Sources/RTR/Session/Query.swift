/// What a router asks for, in the terms of the payload history.
package struct Query: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Everything (RFC 8210 section 8.1).
        case reset
        /// What changed since `serial` of the history's `session` (RFC 8210 section 8.2).
        case serial(session: UInt16, serial: UInt32)
    }

    package let version: ProtocolVersion
    package let kind: Kind

    package init(version: ProtocolVersion, kind: Kind) {
        self.version = version
        self.kind = kind
    }

    package var isReset: Bool { kind == .reset }

    /// The history's session that ``serial`` counts in.
    package var session: UInt16? {
        switch kind {
        case .reset: nil
        case .serial(let session, _): session
        }
    }

    /// The serial that the router says it holds.
    package var serial: UInt32? {
        switch kind {
        case .reset: nil
        case .serial(_, let serial): serial
        }
    }
}

/// What there is to answer a ``Query`` with.
package enum QueryResult: Sendable {
    case response(Response)
    /// No delta leads from the router's serial to the current one (RFC 8210 section 8.3).
    case cacheReset
    /// No set is ready yet (RFC 8210 section 8.4).
    case noData
}
