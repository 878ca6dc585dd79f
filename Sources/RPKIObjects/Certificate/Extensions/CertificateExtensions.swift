import DER
import RPKICrypto

/// The extensions of a certificate, each at most once (RFC 5280 section 4.2).
struct CertificateExtensions: Hashable, Sendable {
    var basicConstraints: ExtensionValue<BasicConstraints>?
    var subjectKeyIdentifier: ExtensionValue<KeyIdentifier>?
    var authorityKeyIdentifier: ExtensionValue<AuthorityKeyIdentifier>?
    var keyUsage: ExtensionValue<KeyUsage>?
    var extendedKeyUsage: ExtensionValue<ExtendedKeyUsage>?
    var crlDistributionPoints: ExtensionValue<CRLDistributionPoints>?
    var authorityInformationAccess: ExtensionValue<InformationAccess>?
    var subjectInformationAccess: ExtensionValue<InformationAccess>?
    var certificatePolicies: ExtensionValue<CertificatePolicies>?
    var ipResources: ExtensionValue<IPAddressBlocks>?
    var asResources: ExtensionValue<ASIdentifiers>?
    /// Under which identifiers the number resources stand; a sort stands under one of them.
    var resourceIdentifiers: ResourceIdentifiers = []
    /// Those that the profile does not know, in their order.
    var unknown: [UnknownExtension] = []

    /// The identifiers of RFC 3779 for number resources, and those of RFC 8360 section 4.2.2.
    struct ResourceIdentifiers: OptionSet, Hashable, Sendable {
        let rawValue: UInt8
        static let original = ResourceIdentifiers(rawValue: 1)
        static let v2 = ResourceIdentifiers(rawValue: 2)
    }

    /// The most unknown extensions that are read: each is compared with the others.
    static let maximumUnknown = 16

    init() {}

    /// Reads the content of `[3] EXPLICIT Extensions`.
    init(_ content: DERReader) throws(Rejection) {
        let syntax = RejectionReason.certificateExtensionSyntax
        var outer = content
        var list = try syntax.decoding { () throws(DERError) in
            let list = try outer.enter()
            try outer.finish()
            return list
        }
        while !list.isAtEnd {
            let item = try syntax.decoding { () throws(DERError) in try RawExtension(from: &list) }
            try read(item)
        }
    }

    private mutating func read(_ item: RawExtension) throws(Rejection) {
        switch item.identifier {
        case .subjectKeyIdentifier:
            try Self.set(
                &subjectKeyIdentifier,
                item,
                .certificateSubjectKeyIdentifier,
                { (reader: inout DERReader) throws(DERError) in try KeyIdentifier(from: &reader, .octetString) }
            )
        case .authorityKeyIdentifier:
            try Self.set(
                &authorityKeyIdentifier,
                item,
                .certificateAuthorityKeyIdentifier,
                AuthorityKeyIdentifier.init(from:)
            )
        case .basicConstraints:
            try Self.set(&basicConstraints, item, .certificateBasicConstraints, BasicConstraints.init(from:))
        case .keyUsage:
            try Self.set(&keyUsage, item, .certificateKeyUsage, KeyUsage.init(from:))
        case .extendedKeyUsage:
            try Self.set(&extendedKeyUsage, item, .certificateExtendedKeyUsage, ExtendedKeyUsage.init(from:))
        case .crlDistributionPoints:
            try Self.set(
                &crlDistributionPoints,
                item,
                .certificateCRLDistributionPoints,
                CRLDistributionPoints.init(from:)
            )
        case .authorityInformationAccess:
            try Self.set(
                &authorityInformationAccess,
                item,
                .certificateAuthorityInformationAccess,
                InformationAccess.init(from:)
            )
        case .subjectInformationAccess:
            try Self.set(
                &subjectInformationAccess,
                item,
                .certificateSubjectInformationAccess,
                InformationAccess.init(from:)
            )
        case .certificatePolicies:
            try Self.set(&certificatePolicies, item, .certificatePolicies, CertificatePolicies.init(from:))
        case .ipAddressBlocks, .ipAddressBlocksV2:
            resourceIdentifiers.insert(item.identifier == .ipAddressBlocks ? .original : .v2)
            try Self.set(&ipResources, item, .certificateIPResources, IPAddressBlocks.init(from:))
        case .autonomousSystemIdentifiers, .autonomousSystemIdentifiersV2:
            resourceIdentifiers.insert(item.identifier == .autonomousSystemIdentifiers ? .original : .v2)
            try Self.set(&asResources, item, .certificateASResources, ASIdentifiers.init(from:))
        default:
            if unknown.contains(where: { $0.identifier == item.identifier }) { throw Self.duplicate(item) }
            guard unknown.count < Self.maximumUnknown else {
                throw Rejection(.certificateExtensionSyntax, "too many extensions", at: item.offset)
            }
            unknown.append(
                UnknownExtension(identifier: item.identifier, isCritical: item.isCritical, offset: item.offset)
            )
        }
    }

    private static func set<Value>(
        _ slot: inout ExtensionValue<Value>?,
        _ item: RawExtension,
        _ reason: RejectionReason,
        _ read: (inout DERReader) throws(DERError) -> Value
    ) throws(Rejection) {
        guard slot == nil else { throw duplicate(item) }
        slot = try item.value(reason, read)
    }

    @inline(never)
    private static func duplicate(_ item: RawExtension) -> Rejection {
        Rejection(.certificateExtensionDuplicate, "extension \(item.identifier) a second time", at: item.offset)
    }
}

extension KeyIdentifier {
    /// Reads 20 octets under `tag`.
    init(from reader: inout DERReader, _ tag: DERTag) throws(DERError) {
        let content = try reader.readOctetString(tag)
        guard let identifier = KeyIdentifier(bytes: content) else {
            throw DERError(.unexpectedSize, at: content.startIndex)
        }
        self = identifier
    }
}
