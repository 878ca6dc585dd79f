import RPKIObjects

/// What is fuzzed. The raw value is the first octet of an input; it stays as it is, so that kept inputs stay valid.
enum FuzzTarget: UInt8, CaseIterable {
    // Decoders of objects.
    case certificate = 0x61
    case revocationList = 0x62
    case signedObject = 0x63
    // Content and EE certificate of a signed object, put together here so that lengths and digests are right.
    case roa = 0x64
    case manifest = 0x65
    case aspa = 0x66
    case ghostbusters = 0x67
    case trustAnchorKey = 0x68
    case checklist = 0x69
    case prefixList = 0x6A
    case trustAnchorLocator = 0x6B
    case cacheRepresentation = 0x6C
    // Encodings.
    case der = 0x6D
    case ber = 0x6E
    case uri = 0x6F
    // Files of an operator.
    case localExceptions = 0x70
    case payloadFile = 0x71
    case configuration = 0x72
    case originValidation = 0x73
    // What the network brings.
    case rrdp = 0x74
    case rrdpNotification = 0x75
    case pdu = 0x76
    case rtrCache = 0x77
    case rtrRouter = 0x78

    /// As `scripts/fuzz` takes it: `trust-anchor-locator`.
    var name: String {
        String(describing: self).map { $0.isUppercase ? "-\($0.lowercased())" : String($0) }.joined()
    }

    static func named(_ name: String) -> FuzzTarget? { allCases.first { $0.name == name } }

    func run(_ input: [UInt8]) {
        switch self {
        case .certificate: ObjectFuzzing.certificate(input)
        case .revocationList: ObjectFuzzing.revocationList(input)
        case .signedObject: ObjectFuzzing.signedObject(input)
        case .roa, .manifest, .aspa, .ghostbusters, .trustAnchorKey, .checklist, .prefixList:
            if let type = signedObjectType { ObjectFuzzing.content(input, of: type) }
        case .trustAnchorLocator: ObjectFuzzing.trustAnchorLocator(input)
        case .cacheRepresentation: ObjectFuzzing.cacheRepresentation(input)
        case .der: EncodingFuzzing.der(input)
        case .ber: EncodingFuzzing.ber(input)
        case .uri: EncodingFuzzing.uri(input)
        case .localExceptions: PayloadFuzzing.localExceptions(input)
        case .payloadFile: PayloadFuzzing.payloadFile(input)
        case .originValidation: PayloadFuzzing.originValidation(input)
        case .configuration: ConfigurationFuzzing.file(input)
        case .rrdp: RRDPFuzzing.document(input)
        case .rrdpNotification: RRDPFuzzing.notification(input)
        case .pdu: RTRFuzzing.pdu(input)
        case .rtrCache: RTRFuzzing.cache(input)
        case .rtrRouter: RTRFuzzing.router(input)
        }
    }
}

extension FuzzTarget {
    /// The type of the signed objects whose content and certificate this target is given; nil for the other targets.
    var signedObjectType: SignedObjectType? {
        switch self {
        case .roa: .routeOriginAuthorization
        case .manifest: .manifest
        case .aspa: .providerAuthorization
        case .ghostbusters: .ghostbusters
        case .trustAnchorKey: .trustAnchorKey
        case .checklist: .signedChecklist
        case .prefixList: .signedPrefixList
        default: nil
        }
    }
}
