/// What is found in publication points beside manifests and CRLs.
package enum ObjectKind: Int, CaseIterable, Sendable {
    case authorityCertificate, routerCertificate, routeOriginAuthorization, providerAuthorization
    case trustAnchorKeys, ghostbustersRecord, signedPrefixList, signedChecklist
    /// Of a type that the configuration switches off: not looked into.
    case switchedOff
    /// Of no known type: not looked into.
    case unknown

    /// In the plural, for people.
    package var name: String {
        switch self {
        case .authorityCertificate: "CA certificates"
        case .routerCertificate: "router certificates"
        case .routeOriginAuthorization: "ROAs"
        case .providerAuthorization: "ASPAs"
        case .trustAnchorKeys: "trust anchor keys"
        case .ghostbustersRecord: "Ghostbusters records"
        case .signedPrefixList: "signed prefix lists"
        case .signedChecklist: "signed checklists"
        case .switchedOff: "of types switched off"
        case .unknown: "of unknown types"
        }
    }
}

/// How many valid objects of each kind there are; no heap, as every publication point has one.
package struct ObjectTally: Hashable, Sendable {
    private var counts = SIMD16<UInt32>()

    package init() {}

    package subscript(kind: ObjectKind) -> Int {
        Int(counts[kind.rawValue])
    }

    package mutating func count(_ kind: ObjectKind) {
        counts[kind.rawValue] &+= 1
    }

    /// Takes back what was counted, when another rule has refused it since.
    package mutating func discount(_ kind: ObjectKind, _ number: Int) {
        counts[kind.rawValue] -= min(counts[kind.rawValue], UInt32(clamping: number))
    }

    package static func += (left: inout ObjectTally, right: ObjectTally) {
        left.counts &+= right.counts
    }
}
