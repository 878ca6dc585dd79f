package import NumberResources

/// What a laboratory can publish besides ROAs.
package enum LaboratoryObject: Hashable, Sendable {
    /// An ASPA. A customer may have several; what counts is the union of their providers.
    case aspa(customer: ASN, providers: [ASN])
    /// The certificate of a BGPsec router, which gets a key of its own (RFC 8209).
    case routerKey(asn: ASN, router: UInt32)
    case prefixList(asn: ASN, prefixes: [IPPrefix])
    case ghostbusters(GhostbustersContact)
    /// A TAK. A successor is a key that is generated for it.
    case trustAnchorKeys(announcesSuccessor: Bool)

    /// The AS number that an authority must hold to issue it; nil when any may.
    package var asn: ASN? {
        switch self {
        case .aspa(let asn, _), .routerKey(let asn, _), .prefixList(let asn, _): asn
        case .ghostbusters, .trustAnchorKeys: nil
        }
    }

    var isTrustAnchorKeys: Bool {
        if case .trustAnchorKeys = self { true } else { false }
    }

    /// The name of its file without what makes it unique, and the extension.
    var fileName: (stem: String, extension: String) {
        switch self {
        case .aspa(let customer, _): ("\(customer)", "asa")
        case .routerKey(let asn, _): (Self.routerName(asn), "cer")
        case .prefixList(let asn, _): ("\(asn)", "spl")
        case .ghostbusters: ("contact", "gbr")
        case .trustAnchorKeys: ("keys", "tak")
        }
    }

    /// The common name of a router's certificate (RFC 8209 section 3.1.1).
    static func routerName(_ asn: ASN) -> String { "ROUTER-\(hex(asn.value))" }

    /// Eight hexadecimal digits.
    static func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}

extension LaboratoryObject: CustomStringConvertible {
    /// `ASPA AS64512: AS64513, AS64514`
    package var description: String {
        switch self {
        case .aspa(let customer, let providers):
            "ASPA \(customer): \(providers.map(\.description).joined(separator: ", "))"
        case .routerKey(let asn, let router): "router key \(asn) \(router)"
        case .prefixList(let asn, let prefixes):
            "prefix list \(asn): \(prefixes.map(\.description).joined(separator: ", "))"
        case .ghostbusters(let contact): "contact \(contact.name)"
        case .trustAnchorKeys(let announcesSuccessor): "trust anchor keys\(announcesSuccessor ? " with successor" : "")"
        }
    }
}

extension LaboratoryObject: Codable {
    /// Numbers and prefixes as plain values.
    private enum Stored: Codable {
        case aspa(customer: UInt32, providers: [UInt32])
        case routerKey(asn: UInt32, router: UInt32)
        case prefixList(asn: UInt32, prefixes: [String])
        case ghostbusters(GhostbustersContact)
        case trustAnchorKeys(announcesSuccessor: Bool)
    }

    package init(from decoder: any Decoder) throws {
        switch try Stored(from: decoder) {
        case .aspa(let customer, let providers):
            self = .aspa(customer: ASN(customer), providers: providers.map(ASN.init))
        case .routerKey(let asn, let router): self = .routerKey(asn: ASN(asn), router: router)
        case .prefixList(let asn, let prefixes):
            self = .prefixList(asn: ASN(asn), prefixes: prefixes.compactMap { IPPrefix(parsing: $0) })
        case .ghostbusters(let contact): self = .ghostbusters(contact)
        case .trustAnchorKeys(let announces): self = .trustAnchorKeys(announcesSuccessor: announces)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        let stored: Stored =
            switch self {
            case .aspa(let customer, let providers):
                .aspa(customer: customer.value, providers: providers.map(\.value))
            case .routerKey(let asn, let router): .routerKey(asn: asn.value, router: router)
            case .prefixList(let asn, let prefixes):
                .prefixList(asn: asn.value, prefixes: prefixes.map(\.description))
            case .ghostbusters(let contact): .ghostbusters(contact)
            case .trustAnchorKeys(let announces): .trustAnchorKeys(announcesSuccessor: announces)
            }
        try stored.encode(to: encoder)
    }
}
