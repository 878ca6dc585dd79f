import DER
import NumberResources

extension ResourceCertificate: Describable {
    /// Everything that the certificate says.
    package func describe(into description: inout ObjectDescription) {
        description.add("serialNumber", "Serial number", .serialNumber(serialNumber))
        description.add("issuer", "Issuer", .name(issuerName))
        description.add("subject", "Subject", .name(subjectName))
        description.add("notBefore", "Not before", .time(notBefore))
        description.add("notAfter", "Not after", .time(notAfter))
        description.add("publicKey", "Public key", subjectPublicKeyInfo.value)
        description.add("signatureAlgorithm", "Signature algorithm", signatureAlgorithm.value)
        description.add("subjectKeyIdentifier", "Subject key identifier", .identifier(subjectKeyIdentifier))
        description.add(
            "authorityKeyIdentifier",
            "Authority key id.",
            authorityKeyIdentifier.map { .identifier($0) }
        )
        description.add("authority", "Authority", .flag(isAuthority))
        description.add("keyUsage", "Key usage", extensions.keyUsage?.value.described)
        let listed = RawExtension.all(of: self)
        for item in listed { describe(item, into: &description) }
        description.add("ipv4Resources", "IPv4 resources", ipResources.flatMap { $0.described(.ipv4) })
        description.add("ipv6Resources", "IPv6 resources", ipResources.flatMap { $0.described(.ipv6) })
        description.add("asResources", "AS resources", asResources?.described)
        description.add("extensions", "Extensions", .list(listed.map(\.described)))
    }

    /// The extensions whose decoded form keeps less than what they say.
    private func describe(_ item: RawExtension, into description: inout ObjectDescription) {
        switch item.identifier {
        case .extendedKeyUsage:
            description.add("extendedKeyUsage", "Extended key usage", item.extendedKeyUsage)
        case .authorityInformationAccess:
            description.add("authorityInformationAccess", "Authority info access", item.informationAccess)
        case .subjectInformationAccess:
            description.add("subjectInformationAccess", "Subject info access", item.informationAccess)
        case .crlDistributionPoints:
            description.add("crlDistributionPoints", "CRL distribution point", item.distributionPoints)
        case .certificatePolicies:
            description.add("policies", "Policies", item.policies)
        default:
            break
        }
    }
}

extension AlgorithmIdentifier {
    /// The algorithm's name.
    var value: ObjectDescription.Value { .text(ObjectIdentifierNames.name(of: algorithm)) }
}

extension IPResourceExtension {
    fileprivate func described(_ family: AddressFamily) -> ObjectDescription.Value? {
        switch self[family] {
        case .absent: nil
        case .inherit: .text("inherit")
        case .explicit: .resources(explicit.restricted(to: family))
        }
    }
}

extension ASResourceExtension {
    fileprivate var described: ObjectDescription.Value {
        switch self {
        case .inherit: .text("inherit")
        case .explicit(let numbers): .resources(numbers)
        }
    }
}

extension KeyUsage {
    /// The names of RFC 5280 section 4.2.1.3.
    private static let names = [
        "digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement", "keyCertSign",
        "cRLSign", "encipherOnly", "decipherOnly",
    ]

    fileprivate var described: ObjectDescription.Value {
        let present = Self.names.enumerated().filter { bits & (0x8000 >> UInt16($0.offset)) != 0 }.map(\.element)
        return .shown(present.joined(separator: ", "), .list(present.map { .text($0) }))
    }
}
