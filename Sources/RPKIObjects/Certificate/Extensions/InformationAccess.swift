import DER

/// The authority and subject information access extensions (RFC 5280 section 4.2.2): for each access method that the
/// RPKI uses the first URI of the scheme it uses. Others may follow and are of no use here.
struct InformationAccess: Hashable, Sendable {
    private(set) var caIssuers: RsyncURI?
    private(set) var caRepository: RsyncURI?
    private(set) var manifest: RsyncURI?
    private(set) var signedObject: RsyncURI?
    private(set) var notify: HTTPSURI?
    /// The access methods that occur, with whatever location.
    private(set) var methods: Methods = []

    struct Methods: OptionSet, Hashable, Sendable {
        let rawValue: UInt8
        static let caIssuers = Methods(rawValue: 1)
        static let caRepository = Methods(rawValue: 2)
        static let manifest = Methods(rawValue: 4)
        static let signedObject = Methods(rawValue: 8)
        static let notify = Methods(rawValue: 16)
        static let other = Methods(rawValue: 32)
    }

    init(from reader: inout DERReader) throws(DERError) {
        try reader.within { (descriptions: inout DERReader) throws(DERError) in
            repeat {
                let (method, location) = try descriptions.within { (description: inout DERReader) throws(DERError) in
                    (try description.readObjectIdentifier(), try GeneralName(from: &description))
                }
                add(method, location)
            } while !descriptions.isAtEnd
        }
    }

    private mutating func add(_ method: OID, _ location: GeneralName) {
        switch method {
        case .accessCAIssuers:
            methods.insert(.caIssuers)
            caIssuers = caIssuers ?? location.rsync
        case .accessCARepository:
            methods.insert(.caRepository)
            caRepository = caRepository ?? location.rsync
        case .accessManifest:
            methods.insert(.manifest)
            manifest = manifest ?? location.rsync
        case .accessSignedObject:
            methods.insert(.signedObject)
            signedObject = signedObject ?? location.rsync
        case .accessNotify:
            methods.insert(.notify)
            notify = notify ?? location.https
        default: methods.insert(.other)
        }
    }
}
