package import DER
import RPKICrypto

/// The state of a validated cache at one instant, in a form in which validators and times can be compared
/// (draft-ietf-sidrops-rpki-ccr-11).
///
/// Values are canonical by construction: each state sorts its elements and keeps one of those that are equal, so that
/// equal caches have equal octets. Decoding accepts nothing else, verifies the digest of each state, and gives back by
/// ``encoded()`` the octets that were decoded. A representation is not signed: who made it is for its reader to know.
package struct CanonicalCacheRepresentation: Hashable, Sendable {
    /// When it was made, at or after ``ManifestState/mostRecentUpdate``.
    package let producedAt: PosixTime
    package let manifests: ManifestState?
    package let roaPayloads: ROAPayloadState?
    package let aspaPayloads: ASPAPayloadState?
    package let trustAnchors: TrustAnchorState?
    package let routerKeys: RouterKeyState?
    /// States of later versions of the format, as they were encoded, with their tags.
    package let extensions: [[UInt8]]

    /// Octets of the largest representation that is read: some six times today's whole RPKI.
    package static let maximumSize = 128 << 20

    /// The state of a cache of which at least the manifests are told.
    ///
    /// - Parameter producedAt: taken for the newest manifest's time when that is later (section 4.4.1.2): the clock may
    ///   have stepped back since.
    package init(
        producedAt: PosixTime,
        manifests: ManifestState,
        roaPayloads: ROAPayloadState? = nil,
        aspaPayloads: ASPAPayloadState? = nil,
        trustAnchors: TrustAnchorState? = nil,
        routerKeys: RouterKeyState? = nil
    ) {
        self.producedAt = max(producedAt, manifests.mostRecentUpdate)
        self.manifests = manifests
        self.roaPayloads = roaPayloads
        self.aspaPayloads = aspaPayloads
        self.trustAnchors = trustAnchors
        self.routerKeys = routerKeys
        extensions = []
    }

    /// Decodes a representation from the whole of `octets`.
    package init(decoding octets: [UInt8]) throws(Rejection) {
        try self.init(decoding: octets[...])
    }

    /// Decodes a representation from the whole of `octets`.
    package init(decoding octets: ArraySlice<UInt8>) throws(Rejection) {
        guard octets.count <= Self.maximumSize else { throw Rejection(.ccrTooLarge, "\(octets.count) octets") }
        var fields = try Self.content(of: octets)
        try Self.checkHeader(&fields)
        let start = fields.offset
        let producedAt = try RejectionReason.ccrProducedAt.decoding { () throws(DERError) in
            try fields.readGeneralizedTime()
        }
        manifests = try Self.state(ManifestState.self, in: &fields)
        roaPayloads = try Self.state(ROAPayloadState.self, in: &fields)
        aspaPayloads = try Self.state(ASPAPayloadState.self, in: &fields)
        trustAnchors = try Self.state(TrustAnchorState.self, in: &fields)
        routerKeys = try Self.state(RouterKeyState.self, in: &fields)
        guard manifests != nil || roaPayloads != nil || aspaPayloads != nil || trustAnchors != nil || routerKeys != nil
        else { throw Rejection(.ccrNoState, at: fields.offset) }
        extensions = try Self.readExtensions(&fields)
        self.producedAt = producedAt
        // Section 4.4.1.2.
        if let manifests, manifests.mostRecentUpdate > producedAt {
            throw Rejection(.ccrMostRecentUpdate, "\(manifests.mostRecentUpdate), produced at \(producedAt)", at: start)
        }
    }

    /// The canonical octets.
    package func encoded() -> [UInt8] {
        DERWriter.encode { writer in
            writer.sequence { writer in
                writer.objectIdentifier(.canonicalCacheRepresentation)
                writer.explicit(0) { writer in
                    writer.sequence { writer in
                        writer.sequence { $0.objectIdentifier(.sha256) }
                        writer.generalizedTime(producedAt)
                        manifests?.write(to: &writer)
                        roaPayloads?.write(to: &writer)
                        aspaPayloads?.write(to: &writer)
                        trustAnchors?.write(to: &writer)
                        routerKeys?.write(to: &writer)
                        for field in extensions { writer.raw(field) }
                    }
                }
            }
        }
    }
}

// MARK: - Decoding

extension CanonicalCacheRepresentation {
    /// The fields of the RpkiCanonicalCacheRepresentation in its ContentInfo (section 3).
    private static func content(of octets: ArraySlice<UInt8>) throws(Rejection) -> DERReader {
        var (type, offset, outer) = try RejectionReason.ccrSyntax.decoding { () throws(DERError) in
            var reader = DERReader(octets)
            var outer = try reader.enter()
            try reader.finish()
            let offset = outer.offset
            return (try outer.readObjectIdentifier(), offset, outer)
        }
        guard type == .canonicalCacheRepresentation else { throw Rejection(.ccrContentType, "\(type)", at: offset) }
        return try RejectionReason.ccrSyntax.decoding { () throws(DERError) in
            var explicit = try outer.enter(.contextConstructed(0))
            try outer.finish()
            let fields = try explicit.enter()
            try explicit.finish()
            return fields
        }
    }

    /// Sections 4.1 and 4.2: version 0, which is the default and so not encoded; SHA-256 without parameters.
    private static func checkHeader(_ fields: inout DERReader) throws(Rejection) {
        if fields.nextTag == .contextConstructed(0) || fields.nextTag == .context(0) {
            throw Rejection(.ccrVersion, "a version is encoded", at: fields.offset)
        }
        let algorithm = try RejectionReason.ccrHashAlgorithm.decoding { () throws(DERError) in
            try AlgorithmIdentifier(from: &fields)
        }
        guard algorithm.algorithm == .sha256, algorithm.parameters == .absent else {
            throw Rejection(.ccrHashAlgorithm, "\(algorithm.algorithm)", at: algorithm.offset)
        }
    }

    private static func state<State: CacheState>(
        _ type: State.Type,
        in fields: inout DERReader
    ) throws(Rejection) -> State? {
        guard fields.nextTag == .contextConstructed(State.tag) else { return nil }
        return try State(from: &fields)
    }

    /// What follows the states known here: the format may grow by such (section 4.4), with ascending tags.
    private static func readExtensions(_ fields: inout DERReader) throws(Rejection) -> [[UInt8]] {
        var extensions: [[UInt8]] = []
        var least = RouterKeyState.tag + 1
        while !fields.isAtEnd {
            let start = fields.offset
            let element = try RejectionReason.ccrSyntax.decoding { () throws(DERError) in try fields.readElement() }
            let number = element.tag.rawValue & 0x1F
            guard element.tag == .contextConstructed(number), number >= least else {
                throw Rejection(.ccrSyntax, "a state that is unknown, repeated or out of order", at: start)
            }
            extensions.append(Array(element.encoded))
            least = number + 1
        }
        return extensions
    }
}
