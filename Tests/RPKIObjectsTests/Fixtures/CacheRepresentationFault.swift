import DER
import NumberResources
import RPKICrypto
import RPKIObjects

/// What can be wrong with a canonical cache representation, rule by rule.
enum CacheRepresentationFault {
    private typealias Parts = CacheRepresentationFixture

    static let all: [Fault<CacheRepresentationFixture>] =
        frame + states + manifests + roaPayloads + aspaPayloads + trustAnchors + routerKeys

    private static let frame: [Fault<CacheRepresentationFixture>] = [
        Fault("nothing wrong", nil) { _ in },
        Fault("octets after the end", .ccrSyntax) { $0.trailer = [0] },
        Fault("content of another type", .ccrContentType) { $0.contentType = .manifest },
        Fault("version 0 encoded", .ccrVersion) { $0.version = encode { $0.explicit(0) { $0.integer(0) } } },
        Fault("version 1", .ccrVersion) { $0.version = encode { $0.explicit(0) { $0.integer(1) } } },
        Fault("SHA-256 with parameters", .ccrHashAlgorithm) {
            $0.hashAlgorithm = Fixture.algorithm(.sha256) { $0.null() }
        },
        Fault("another algorithm", .ccrHashAlgorithm) {
            $0.hashAlgorithm = Fixture.algorithm([2, 16, 840, 1, 101, 3, 4, 2, 3]) { _ in }
        },
        Fault("produced at a UTCTime", .ccrProducedAt) { $0.producedAt = encode { $0.time(Fixture.end) } },
        Fault("produced at a fraction of a second", .ccrProducedAt) {
            $0.producedAt = encode { $0.element(.generalizedTime, Array("20270115080000.5Z".utf8)) }
        },
        Fault("produced at no time", .ccrProducedAt) { $0.producedAt = [] },
        Fault("produced with the newest manifest", nil) {
            $0.producedAt = encode { $0.generalizedTime(Fixture.start) }
        },
        Fault("produced before the newest manifest", .ccrMostRecentUpdate) {
            $0.producedAt = encode { $0.generalizedTime(PosixTime(Fixture.start.seconds - 1)) }
        },
    ]

    private static let states: [Fault<CacheRepresentationFixture>] = [
        Fault("manifests only", nil) { $0.tags = [1] },
        Fault("ROA payloads only", nil) { $0.tags = [2] },
        Fault("ASPA payloads only", nil) { $0.tags = [3] },
        Fault("trust anchors only", nil) { $0.tags = [4] },
        Fault("router keys only", nil) { $0.tags = [5] },
        Fault("no state", .ccrNoState) { $0.tags = [] },
        Fault("states out of order", .ccrSyntax) { $0.tags = [2, 1, 3, 4, 5] },
        Fault("a state twice", .ccrSyntax) { $0.tags = [1, 2, 2, 3, 4, 5] },
        Fault("states of later versions", nil) {
            $0.rest = encode { writer in
                writer.explicit(6) { $0.null() }
                writer.explicit(8) { $0.integer(1) }
            }
        },
        Fault("nothing but a state of a later version", .ccrNoState) {
            $0.tags = []
            $0.rest = encode { $0.explicit(6) { $0.null() } }
        },
        Fault("a state of a later version twice", .ccrSyntax) {
            $0.rest = encode { writer in
                for _ in 0..<2 { writer.explicit(6) { $0.null() } }
            }
        },
        Fault("a field that is no state", .ccrSyntax) { $0.rest = encode { $0.null() } },
        Fault("the digest of something else", .ccrHashMismatch) {
            $0.manifests.digest = SHA256Digest(hashing: [1]).bytes
        },
        Fault("a digest of ROA payloads that is too short", .ccrHashMismatch) {
            $0.roaPayloads.digest = [UInt8](repeating: 0, count: 31)
        },
        Fault("a wrong digest of ASPA payloads", .ccrHashMismatch) {
            $0.aspaPayloads.digest = [UInt8](repeating: 0, count: 32)
        },
        Fault("a wrong digest of trust anchors", .ccrHashMismatch) {
            $0.trustAnchors.digest = [UInt8](repeating: 0, count: 32)
        },
        Fault("a wrong digest of router keys", .ccrHashMismatch) {
            $0.routerKeys.digest = [UInt8](repeating: 0, count: 32)
        },
        Fault("a field after a digest", .ccrSyntax) { $0.roaPayloads.rest = encode { $0.null() } },
        Fault("a field before a digest", .ccrSyntax) {
            $0.roaPayloads.metadata = encode { $0.generalizedTime(Fixture.start) }
        },
    ]

    private static let manifests: [Fault<CacheRepresentationFixture>] = [
        Fault("no manifests, and the epoch", nil) {
            $0.manifests.elements = []
            $0.manifests.metadata = encode { $0.generalizedTime(PosixTime(0)) }
        },
        Fault("no manifests, and another time", .ccrMostRecentUpdate) { $0.manifests.elements = [] },
        Fault("a most recent update later than all manifests", .ccrMostRecentUpdate) {
            $0.manifests.metadata = encode { $0.generalizedTime(PosixTime(Fixture.start.seconds + 1)) }
        },
        Fault("a most recent update earlier than a manifest", .ccrMostRecentUpdate) {
            $0.manifests.metadata = encode { $0.generalizedTime(PosixTime(Fixture.start.seconds - 1)) }
        },
        Fault("no most recent update", .ccrMostRecentUpdate) { $0.manifests.metadata = [] },
        Fault("a most recent update of another type", .ccrMostRecentUpdate) {
            $0.manifests.metadata = encode { $0.time(Fixture.start) }
        },
        Fault("manifests out of order", .ccrManifestOrder) { $0.manifests.elements.reverse() },
        Fault("a manifest twice", .ccrManifestOrder) { $0.manifests.elements[1] = $0.manifests.elements[0] },
        manifest("a hash of 31 octets", .ccrManifestInstance) { $0.hashLength = 31 },
        manifest("a size of 999", .ccrManifestSize) { $0.size = encode { $0.integer(999) } },
        manifest("a size of 2^64 − 1", nil) { $0.size = encode { $0.integer(UInt64.max) } },
        manifest("a size of 2^64", .ccrManifestSize) { $0.size = encode { $0.integer(UInt128(1) << 64) } },
        manifest("a negative size", .ccrManifestInstance) { $0.size = encode { $0.integer(-1_000) } },
        manifest("a key identifier of 19 octets", .ccrManifestInstance) {
            $0.key = encode { $0.octetString([UInt8](repeating: 9, count: 19)) }
        },
        manifest("manifest number 0", nil) { $0.number = encode { $0.integer(0) } },
        manifest("a negative manifest number", .ccrManifestNumber) { $0.number = encode { $0.integer(-1) } },
        manifest("a manifest number of 20 octets", nil) {
            $0.number = encode { $0.unsignedInteger([0x7F] + [UInt8](repeating: 0xFF, count: 19)) }
        },
        manifest("a manifest number of 21 octets", .ccrManifestNumber) {
            $0.number = encode { $0.unsignedInteger([0x80] + [UInt8](repeating: 0, count: 19)) }
        },
        manifest("a UTCTime", .ccrManifestInstance) { $0.thisUpdate = encode { $0.time(Fixture.start) } },
        manifest("no location", .ccrManifestLocation) { $0.locations = [] },
        manifest("a location that is no URI", .ccrManifestLocation) {
            $0.locations = [Parts.location(.accessSignedObject, "rsync://rpki.example/repo/ca.mft", tag: .context(2))]
        },
        manifest("a location with a line break", .ccrManifestLocation) {
            $0.locations.append(Parts.location(.accessNotify, "https://rpki.example/\n"))
        },
        manifest("an empty location", .ccrManifestLocation) {
            $0.locations.append(Parts.location(.accessNotify, ""))
        },
        manifest("a place by HTTPS only", .ccrManifestLocation) {
            $0.locations = [Parts.location(.accessSignedObject, "https://rpki.example/ca.mft")]
        },
        manifest("a location of another kind only", .ccrManifestLocation) {
            $0.locations = [Parts.location(.accessManifest, "rsync://rpki.example/repo/ca.mft")]
        },
        manifest("a notification beside the place", nil) {
            $0.locations.append(Parts.location(.accessNotify, "https://rpki.example/notification.xml"))
        },
        manifest("an upper-case host", nil) {
            $0.locations = [Parts.location(.accessSignedObject, "rsync://RPKI.example/repo/ca.mft")]
        },
        manifest("seventeen locations", .ccrTooLarge) {
            $0.locations = [[UInt8]](repeating: $0.locations[0], count: 17)
        },
        manifest("an empty list of subordinates", .ccrSubordinates) { $0.subordinates = [] },
        manifest("a subordinate of 19 octets", .ccrSubordinates) {
            $0.subordinates = [encode { $0.octetString([UInt8](repeating: 9, count: 19)) }]
        },
        manifest("a subordinate that is a number", .ccrSubordinates) { $0.subordinates = [encode { $0.integer(1) }] },
        manifest("subordinates out of order", .ccrSubordinates) { $0.subordinates = Parts.keys(4, 3) },
        manifest("a subordinate twice", .ccrSubordinates) { $0.subordinates = Parts.keys(3, 3) },
        manifest("a field too many", .ccrManifestInstance) { $0.rest = encode { $0.null() } },
    ]

    private static let roaPayloads: [Fault<CacheRepresentationFixture>] = [
        Fault("no ROA payloads", nil) { $0.roaPayloads.elements = [] },
        Fault("AS numbers out of order", .ccrROAPayloadOrder) { $0.roaPayloads.elements.reverse() },
        Fault("an AS number twice", .ccrROAPayloadOrder) {
            $0.roaPayloads.elements[1] = $0.roaPayloads.elements[0]
        },
        roas("AS 4294967295", nil, 4_294_967_295, Parts.family(1, Parts.address([10], 8))),
        roas("AS 4294967296", .ccrROAPayload, 4_294_967_296, Parts.family(1, Parts.address([10], 8))),
        roas("AS −1", .ccrROAPayload, -1, Parts.family(1, Parts.address([10], 8))),
        roas("no family", .ccrROAPayload, 1),
        roas("an unknown family", .ccrROAPayload, 1, Parts.family(3, Parts.address([10], 8))),
        roas("a family without prefixes", .ccrROAPayload, 1, Parts.family(1)),
        roas(
            "families out of order",
            .ccrROAPayloadOrder,
            1,
            Parts.family(2, Parts.address([0x20], 8)),
            Parts.family(1, Parts.address([10], 8))
        ),
        roas(
            "a family twice",
            .ccrROAPayloadOrder,
            1,
            Parts.family(1, Parts.address([10], 8)),
            Parts.family(1, Parts.address([11], 8))
        ),
        roas("33 bits of IPv4", .ccrROAPayload, 1, Parts.family(1, Parts.address([10, 0, 0, 0, 0], 33))),
        roas("host bits set", .ccrROAPayload, 1, Parts.family(1, [0x30, 0x04, 0x03, 0x02, 0x04, 0x0F])),
        roas("maxLength 7 for /8", .ccrROAPayload, 1, Parts.family(1, Parts.address([10], 8, maxLength: 7))),
        roas("maxLength 8 for /8", .ccrROAPayloadOrder, 1, Parts.family(1, Parts.address([10], 8, maxLength: 8))),
        roas("maxLength 32 for /8", nil, 1, Parts.family(1, Parts.address([10], 8, maxLength: 32))),
        roas("maxLength 33 for /8", .ccrROAPayload, 1, Parts.family(1, Parts.address([10], 8, maxLength: 33))),
        roas("maxLength 264 for /8", .ccrROAPayload, 1, Parts.family(1, Parts.address([10], 8, maxLength: 264))),
        roas("maxLength 129", .ccrROAPayload, 1, Parts.family(2, Parts.address([0x20], 8, maxLength: 129))),
        roas(
            "prefixes in order",
            nil,
            1,
            Parts.family(
                1,
                Parts.address([10], 7),
                Parts.address([10], 8),
                Parts.address([10], 8, maxLength: 9),
                Parts.address([10], 8, maxLength: 10),
                Parts.address([10, 0], 16),
                Parts.address([11], 8)
            )
        ),
        roas(
            "addresses out of order",
            .ccrROAPayloadOrder,
            1,
            Parts.family(1, Parts.address([11], 8), Parts.address([10], 8))
        ),
        roas(
            "lengths out of order",
            .ccrROAPayloadOrder,
            1,
            Parts.family(1, Parts.address([10, 0], 16), Parts.address([10], 8))
        ),
        roas(
            "maxLengths out of order",
            .ccrROAPayloadOrder,
            1,
            Parts.family(1, Parts.address([10], 8, maxLength: 9), Parts.address([10], 8))
        ),
        roas(
            "a payload twice",
            .ccrROAPayloadOrder,
            1,
            Parts.family(1, Parts.address([10], 8), Parts.address([10], 8))
        ),
    ]

    private static let aspaPayloads: [Fault<CacheRepresentationFixture>] = [
        Fault("no ASPA payloads", nil) { $0.aspaPayloads.elements = [] },
        Fault("customers out of order", .ccrASPAPayloadOrder) { $0.aspaPayloads.elements.reverse() },
        Fault("a customer twice", .ccrASPAPayloadOrder) {
            $0.aspaPayloads.elements = [Parts.aspa(1, 2), Parts.aspa(1, 3)]
        },
        aspas("no provider", .ccrASPAPayload, Parts.aspa(1)),
        aspas("customer 4294967296", .ccrASPAPayload, Parts.aspa(4_294_967_296, 1)),
        aspas("provider 4294967295", nil, Parts.aspa(1, 4_294_967_295)),
        aspas("provider 4294967296", .ccrASPAPayload, Parts.aspa(1, 4_294_967_296)),
        aspas("providers out of order", .ccrASPAPayloadOrder, Parts.aspa(1, 3, 2)),
        aspas("a provider twice", .ccrASPAPayloadOrder, Parts.aspa(1, 2, 2)),
        aspas("AS 0 among others", .ccrASPAPayload, Parts.aspa(1, 0, 2)),
    ]

    private static let trustAnchors: [Fault<CacheRepresentationFixture>] = [
        Fault("no trust anchor", .ccrTrustAnchors) { $0.trustAnchors.elements = [] },
        Fault("trust anchors out of order", .ccrTrustAnchors) { $0.trustAnchors.elements.reverse() },
        Fault("a trust anchor twice", .ccrTrustAnchors) { $0.trustAnchors.elements = Parts.keys(1, 1) },
        Fault("a trust anchor's key of 21 octets", .ccrTrustAnchors) {
            $0.trustAnchors.elements = [encode { $0.octetString([UInt8](repeating: 1, count: 21)) }]
        },
        Fault("1,001 trust anchors", .ccrTooLarge) {
            $0.trustAnchors.elements = (0...1_000).map { number in
                encode {
                    $0.octetString([UInt8](repeating: 0, count: 18) + [UInt8(number / 256), UInt8(number % 256)])
                }
            }
        },
    ]

    private static let routerKeys: [Fault<CacheRepresentationFixture>] = [
        Fault("no router keys", nil) { $0.routerKeys.elements = [] },
        routers("an AS twice", .ccrRouterKeyOrder, Parts.routers(1, first), Parts.routers(1, second)),
        routers("AS numbers out of order", .ccrRouterKeyOrder, Parts.routers(2, first), Parts.routers(1, second)),
        routers("one key of two AS", nil, Parts.routers(1, first), Parts.routers(2, first)),
        routers("AS 4294967296", .ccrRouterKey, Parts.routers(4_294_967_296, first)),
        routers("no key", .ccrRouterKey, Parts.routers(1)),
        routers("two keys", nil, Parts.routers(1, first, second)),
        routers("keys out of order", .ccrRouterKeyOrder, Parts.routers(1, second, first)),
        routers("a key twice", .ccrRouterKeyOrder, Parts.routers(1, first, first)),
        routers(
            "the identifier of another key",
            .ccrRouterKey,
            Parts.routers(1, Parts.router(Fixture.routerKey, identifier: [UInt8](repeating: 1, count: 20)))
        ),
        routers(
            "an identifier of 19 octets",
            .ccrRouterKey,
            Parts.routers(1, Parts.router(Fixture.routerKey, identifier: [UInt8](repeating: 1, count: 19)))
        ),
        routers("a key that is none", .ccrRouterKey, Parts.routers(1, Parts.router(encode { $0.sequence { _ in } }))),
    ]
}

// MARK: - Making them

extension CacheRepresentationFault {
    /// Two router keys, ascending by identifier.
    private static let sorted = [Fixture.routerKey, Fixture.subjectKey]
        .sorted { Fixture.keyIdentifier(of: $0) < Fixture.keyIdentifier(of: $1) }
        .map { Parts.router($0) }
    private static var first: [UInt8] { sorted[0] }
    private static var second: [UInt8] { sorted[1] }

    /// A fault of the first manifest.
    private static func manifest(
        _ name: String,
        _ reason: RejectionReason?,
        _ apply: @escaping @Sendable (inout CacheRepresentationFixture.Manifest) -> Void
    ) -> Fault<CacheRepresentationFixture> {
        Fault(name, reason) {
            var manifest = Parts.Manifest(hash: 1)
            apply(&manifest)
            $0.manifests.elements[0] = manifest.encoded
        }
    }

    private static func roas(
        _ name: String,
        _ reason: RejectionReason?,
        _ asn: Int64,
        _ families: [UInt8]...
    ) -> Fault<CacheRepresentationFixture> {
        Fault("ROA payloads: \(name)", reason) {
            $0.roaPayloads.elements = [CacheRepresentationFixture.set(asn, families)]
        }
    }

    private static func aspas(
        _ name: String,
        _ reason: RejectionReason?,
        _ element: [UInt8]
    ) -> Fault<CacheRepresentationFixture> {
        Fault("ASPA payloads: \(name)", reason) { $0.aspaPayloads.elements = [element] }
    }

    private static func routers(
        _ name: String,
        _ reason: RejectionReason?,
        _ elements: [UInt8]...
    ) -> Fault<CacheRepresentationFixture> {
        Fault("router keys: \(name)", reason) { $0.routerKeys.elements = elements }
    }
}
