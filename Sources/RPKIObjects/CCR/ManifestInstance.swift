package import DER
package import RPKICrypto

extension CanonicalCacheRepresentation {
    /// A manifest in use, and the authorities that are valid below its issuer (section 4.4.1.1).
    package struct ManifestInstance: Hashable, Sendable {
        /// An AccessDescription of the manifest's EE certificate.
        package struct Location: Hashable, Sendable {
            package let method: OID
            package let uri: String

            package init(method: OID, uri: String) {
                self.method = method
                self.uri = uri
            }
        }

        package let hash: SHA256Digest
        /// Octets of the manifest: 1,000 or more.
        package let size: UInt64
        /// The key that issued the manifest.
        package let authorityKeyIdentifier: KeyIdentifier
        package let number: SerialNumber
        package let thisUpdate: PosixTime
        /// At least one.
        package let locations: [Location]
        /// The keys of the CA certificates that are valid and issued by the same key: ascending, unique, perhaps none.
        package let subordinates: [KeyIdentifier]

        /// No manifest is smaller.
        static let minimumSize = 1_000
        /// The most locations and subordinates that are read.
        static let maximumLocations = 16
        static let maximumSubordinates = Manifest.maximumEntries

        /// The instance of a manifest that is valid.
        ///
        /// - Parameters:
        ///   - object: the manifest with its envelope.
        ///   - contents: what it says.
        ///   - subordinates: the keys of the CA certificates that are valid below its issuer, in any order.
        /// - Throws: `ccr-manifest-…` when the manifest is of a kind that cannot be represented.
        package init(
            _ object: SignedObject,
            contents: Manifest,
            subordinates: some Sequence<KeyIdentifier>
        ) throws(Rejection) {
            let certificate = object.eeCertificate
            guard let authority = certificate.authorityKeyIdentifier else {
                throw Rejection(.ccrManifestInstance, "the EE certificate has no authority key identifier")
            }
            guard let location = Self.location(in: certificate) else {
                throw Rejection(.ccrManifestLocation, "the EE certificate does not say where the manifest is")
            }
            guard object.encoded.count >= Self.minimumSize else {
                throw Rejection(.ccrManifestSize, "\(object.encoded.count) octets")
            }
            hash = SHA256Digest(hashing: object.encoded)
            size = UInt64(object.encoded.count)
            authorityKeyIdentifier = authority
            number = contents.number
            thisUpdate = contents.thisUpdate
            locations = [location]
            self.subordinates = subordinates.canonical(by: <)
        }
    }
}

extension CanonicalCacheRepresentation.ManifestInstance {
    /// Where a signed object is by rsync, as its EE certificate spells it: a URI whose host was put in lower case would
    /// not be what other validators write.
    private static func location(in certificate: ResourceCertificate) -> Location? {
        let extensions = RawExtension.all(of: certificate)
        guard let access = extensions.first(where: { $0.identifier == .subjectInformationAccess }) else { return nil }
        var reader = DERReader(access.content)
        guard var list = try? reader.enter() else { return nil }
        while !list.isAtEnd, var description = try? list.enter() {
            guard let method = try? description.readObjectIdentifier(), method == .accessSignedObject,
                let uri = try? description.read(.context(6)), RsyncURI(ascii: uri) != nil
            else { continue }
            return Location(method: method, uri: String(decoding: uri, as: UTF8.self))
        }
        return nil
    }

    init(from reader: inout DERReader) throws(Rejection) {
        let start = reader.offset
        var (fields, hash, sizeOffset, size) = try RejectionReason.ccrManifestInstance.decoding { () throws(DERError) in
            var fields = try reader.enter()
            let hash = SHA256Digest(bytes: try fields.readOctetString())
            let offset = fields.offset
            let size = try fields.readUnsignedInteger()
            return (fields, hash, offset, size)
        }
        guard let hash else { throw Rejection(.ccrManifestInstance, "no SHA-256 hash", at: start) }
        self.hash = hash
        guard size.count <= 8, case let size = size.reduce(UInt64(0), { $0 << 8 | UInt64($1) }),
            size >= Self.minimumSize
        else { throw Rejection(.ccrManifestSize, at: sizeOffset) }
        self.size = size
        let keyOffset = fields.offset
        let key = try RejectionReason.ccrManifestInstance.decoding { () throws(DERError) in
            KeyIdentifier(bytes: try fields.readOctetString())
        }
        guard let key else { throw Rejection(.ccrManifestInstance, "no key identifier", at: keyOffset) }
        authorityKeyIdentifier = key
        // RFC 9286 section 4.2.1.
        number = try RejectionReason.ccrManifestNumber.decoding { () throws(DERError) in try SerialNumber(from: &fields)
        }
        thisUpdate = try RejectionReason.ccrManifestInstance.decoding { () throws(DERError) in
            try fields.readGeneralizedTime()
        }
        let list = try RejectionReason.ccrManifestLocation.decoding { () throws(DERError) in try fields.enter() }
        locations = try Self.readLocations(list)
        let subordinates = try RejectionReason.ccrSubordinates.decoding { () throws(DERError) in
            try fields.enterIfPresent(.sequence)
        }
        self.subordinates = if let subordinates { try Self.readSubordinates(subordinates) } else { [] }
        try RejectionReason.ccrManifestInstance.decoding { () throws(DERError) in try fields.finish() }
    }

    /// At least one AccessDescription; one of them says where the manifest is.
    private static func readLocations(_ list: DERReader) throws(Rejection) -> [Location] {
        var list = list
        let start = list.offset
        var locations: [Location] = []
        var isComplete = false
        while !list.isAtEnd {
            guard locations.count < maximumLocations else {
                throw Rejection(.ccrTooLarge, "more than \(maximumLocations) locations", at: list.offset)
            }
            let (method, uri) = try RejectionReason.ccrManifestLocation.decoding { () throws(DERError) in
                var description = try list.enter()
                let method = try description.readObjectIdentifier()
                let uri = try description.readIA5String(.context(6))
                try description.finish()
                return (method, uri)
            }
            guard (1...URIText.maximumLength).contains(uri.count), uri.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw Rejection(.ccrManifestLocation, "not a URI", at: uri.startIndex)
            }
            if method == .accessSignedObject, RsyncURI(ascii: uri) != nil { isComplete = true }
            locations.append(Location(method: method, uri: String(decoding: uri, as: UTF8.self)))
        }
        guard isComplete else { throw Rejection(.ccrManifestLocation, "no rsync URI of the manifest", at: start) }
        return locations
    }

    /// Not empty, ascending and unique.
    private static func readSubordinates(_ list: DERReader) throws(Rejection) -> [KeyIdentifier] {
        var list = list
        guard !list.isAtEnd else { throw Rejection(.ccrSubordinates, "an empty list", at: list.offset) }
        return try list.readKeyIdentifiers(.ccrSubordinates, maximum: maximumSubordinates)
    }

    func write(to writer: inout DERWriter) {
        writer.sequence { writer in
            writer.octetString(hash.bytes)
            writer.integer(size)
            writer.octetString(authorityKeyIdentifier.bytes)
            writer.unsignedInteger(number.magnitude)
            writer.generalizedTime(thisUpdate)
            writer.sequence { writer in
                for location in locations {
                    writer.sequence { writer in
                        writer.objectIdentifier(location.method)
                        writer.ia5String(location.uri, .context(6))
                    }
                }
            }
            if !subordinates.isEmpty {
                writer.sequence { writer in
                    for key in subordinates { writer.octetString(key.bytes) }
                }
            }
        }
    }
}

extension DERReader {
    /// Reads key identifiers up to the end: ascending as numbers of 160 bits, each once; else rejects for `reason`.
    mutating func readKeyIdentifiers(
        _ reason: RejectionReason,
        maximum: Int
    ) throws(Rejection) -> [KeyIdentifier] {
        var keys: [KeyIdentifier] = []
        while !isAtEnd {
            let start = offset
            guard keys.count < maximum else { throw Rejection(.ccrTooLarge, "more than \(maximum) keys", at: start) }
            let octets = try reason.decoding { () throws(DERError) in try readOctetString() }
            guard let key = KeyIdentifier(bytes: octets) else {
                throw Rejection(reason, "not a key identifier", at: start)
            }
            if let last = keys.last, !(last < key) { throw Rejection(reason, "repeated or out of order", at: start) }
            keys.append(key)
        }
        return keys
    }
}
