import DER
import NumberResources
import RPKICrypto
import RPKIObjects

/// How the faults of a ROA change it, in the three steps of its making.
extension LaboratoryFault {
    /// A prefix that no authority of a laboratory holds.
    static let foreignPrefixes = ["192.0.2.0/24", "198.51.100.0/24"].compactMap { IPPrefix(parsing: $0) }

    /// The identifier of no key.
    private static let otherKey = KeyIdentifier(hashing: [0])

    /// Changes the content.
    func change(_ roa: inout ROATemplate) {
        switch self {
        case .wrongROAVersion:
            roa.version = 1
        case .asNumberOutOfRange:
            roa.asn = Int64(UInt32.max) + 1
        case .maxLengthTooLong:
            roa.changeFirstAddress { $0.maxLength = Int($0.prefix.family.bitWidth) + 1 }
        case .maxLengthTooShort:
            roa.changeFirstAddress { $0.maxLength = Int($0.prefix.length) - 1 }
        case .wrongAddressFamily:
            if !roa.families.isEmpty { roa.families[0].addressFamily = [0, 3] }
        case .repeatedAddressFamily:
            if let family = roa.families.first { roa.families.append(family) }
        case .emptyROA:
            roa.families = []
        case .overclaimingROA, .prefixOutsideEE:
            for prefix in Self.foreignPrefixes.prefix(1) { roa.add(prefix) }
        default:
            break
        }
    }

    /// Changes the signed object and its certificate. `now` is the signing time.
    func change(_ object: inout SignedObjectTemplate, at now: PosixTime) {
        switch self {
        case .wrongCMSVersion:
            object.version = 4
        case .wrongContentType:
            object.contentType = OID.manifest
            object.replaceAttribute(.contentType(OID.manifest))
        case .missingContent:
            object.content = nil
        case .missingSigningTime:
            object.attributes.removeAll { $0.type == OID.signingTimeAttribute }
        case .duplicateSigningTime:
            object.attributes.append(.signingTime(PosixTime(now.seconds + 1)))
        case .wrongMessageDigest:
            object.replaceAttribute(.messageDigest(SHA256Digest(hashing: [0])))
        case .wrongDigestAlgorithm:
            // SHA-512, which RFC 7935 does not allow.
            object.digestAlgorithm = [2, 16, 840, 1, 101, 3, 4, 2, 3]
        case .wrongSigner:
            object.signer = Self.otherKey
        case .wrongSKI:
            // The object agrees with its certificate: only the key tells.
            object.signer = Self.otherKey
            object.certificate.set(.subjectKeyIdentifier(Self.otherKey))
        default:
            change(&object.certificate, at: now)
        }
    }

    /// Changes the certificate of an end entity or a router.
    func change(_ certificate: inout CertificateTemplate, at now: PosixTime) {
        switch self {
        case .expiredEE:
            certificate.notBefore = PosixTime(now.seconds - 2 * 86_400)
            certificate.notAfter = PosixTime(now.seconds - 86_400)
        case .notYetValidEE:
            certificate.notBefore = PosixTime(now.seconds + 86_400)
            certificate.notAfter = PosixTime(now.seconds + 2 * 86_400)
        case .wrongCertificateVersion:
            certificate.version = 1
        case .duplicateExtension:
            certificate.extensions += certificate.extensions.prefix(1)
        case .unknownCriticalExtension:
            // An identifier of the private enterprise arc that is reserved for examples (RFC 5612).
            certificate.extensions.append(
                CertificateExtension([1, 3, 6, 1, 4, 1, 32473, 1], isCritical: true, value: [5, 0])
            )
        case .extendedKeyUsageInEE:
            certificate.extensions.append(.extendedKeyUsage([OID.serverAuthentication]))
        case .eeIsAuthority:
            certificate.extensions.append(.basicConstraints(isCA: true))
        case .wrongKeyUsage:
            certificate.set(.keyUsage(.keyCertSignAndCRLSign))
        case .missingAKI:
            certificate.remove(OID.authorityKeyIdentifier)
        case .wrongAKI:
            certificate.set(.authorityKeyIdentifier(Self.otherKey))
        case .missingSIA:
            certificate.remove(OID.subjectInformationAccess)
        case .misplacedObject:
            certificate.set(
                .subjectInformationAccess([.signedObject("rsync://\(LaboratoryConfiguration.host)/else/where.roa")])
            )
        case .missingCRLDP:
            certificate.remove(OID.crlDistributionPoints)
        case .wrongCRLDP:
            certificate.set(.crlDistributionPoints(["rsync://\(LaboratoryConfiguration.host)/else/where.crl"]))
        case .missingAIA:
            certificate.remove(OID.authorityInformationAccess)
        case .missingPolicies:
            certificate.remove(OID.certificatePolicies)
        case .uncriticalPolicies:
            var policies = CertificateExtension.certificatePolicies
            policies.isCritical = false
            certificate.set(policies)
        case .wrongIssuerName:
            certificate.issuer = "somebody else"
        default:
            changeResources(of: &certificate)
        }
    }

    private func changeResources(of certificate: inout CertificateTemplate) {
        switch self {
        case .inheritingROA:
            certificate.set(.ipResources(.inherited))
        case .roaWithASResources:
            certificate.set(.asResources(.inherit))
        case .unsortedResources:
            let ranges = Self.foreignPrefixes.reversed().map { IPRange($0) }
            certificate.set(.ipResources(IPResourceBlocks(families: [.init(.ipv4, .ranges(ranges))])))
        case .adjacentResources:
            // Two halves of one prefix, which should have been written as that prefix (RFC 3779 section 2.2.3.6).
            let halves = ["192.0.2.0/25", "192.0.2.128/25"].compactMap { IPPrefix(parsing: $0) }.map { IPRange($0) }
            certificate.set(.ipResources(IPResourceBlocks(families: [.init(.ipv4, .ranges(halves))])))
        default:
            break
        }
    }

    /// Changes the finished object.
    func change(_ bytes: inout [UInt8], certificate: [UInt8]) {
        switch self {
        case .badSignature:
            // The signature is the last element of a signed object.
            bytes.flipBit(at: bytes.count - 1)
        case .badCertificateSignature:
            // The certificate stands in the object as it is; its signature is its last element.
            if let start = bytes.firstIndex(of: certificate) { bytes.flipBit(at: start + certificate.count - 1) }
        case .garbageObject:
            bytes = Array("this is not DER\n".utf8)
        case .truncatedObject:
            bytes.removeLast(bytes.count / 2)
        case .trailingOctets:
            bytes += [0, 0]
        default:
            break
        }
    }
}

extension ROATemplate {
    fileprivate mutating func changeFirstAddress(_ change: (inout Address) -> Void) {
        guard let family = families.indices.first, let address = families[family].addresses.indices.first else {
            return
        }
        change(&families[family].addresses[address])
    }

    /// Adds an IPv4 prefix at its canonical place.
    fileprivate mutating func add(_ prefix: IPPrefix) {
        let address = Address(prefix: prefix, maxLength: nil)
        if let index = families.firstIndex(where: { $0.addressFamily == [0, 1] }) {
            families[index].addresses.append(address)
            families[index].addresses.sort { $0.prefix < $1.prefix }
        } else {
            families.insert(Family(addressFamily: [0, 1], addresses: [address]), at: 0)
        }
    }
}

extension SignedObjectTemplate {
    fileprivate mutating func replaceAttribute(_ replacement: Attribute) {
        for index in attributes.indices where attributes[index].type == replacement.type {
            attributes[index] = replacement
        }
    }
}

extension [UInt8] {
    mutating func flipBit(at index: Int) {
        guard indices.contains(index) else { return }
        self[index] ^= 1
    }

    /// Where `part` begins.
    fileprivate func firstIndex(of part: [UInt8]) -> Int? {
        guard !part.isEmpty, part.count <= count else { return nil }
        return (0...(count - part.count)).first { self[$0] == part[0] && self[$0..<($0 + part.count)] == part[...] }
    }
}
