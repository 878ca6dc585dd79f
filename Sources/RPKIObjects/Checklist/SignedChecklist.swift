import DER
package import NumberResources
package import RPKICrypto

/// The content of a signed checklist (RSC): hashes of files, signed with number resources (RFC 9323).
package struct SignedChecklist: SignedObjectPayload {
    /// One file of the list.
    package struct Entry: Hashable, Sendable {
        /// Left out when the file is known by its hash alone.
        package let fileName: String?
        package let hash: SHA256Digest
    }

    /// The AS numbers with which the list is signed; nil when there are none.
    package let asResources: ASResourceSet?
    /// The addresses with which the list is signed; nil when there are none.
    package let ipResources: IPResourceSet?
    /// In the order of the checklist; not empty.
    package let entries: [Entry]
    /// Where the first departure from the canonical form of the resources stands.
    let firstNotCanonical: Int?

    package static let type = SignedObjectType.signedChecklist

    /// Files of the longest list that is read.
    package static let maximumEntries = 100_000

    package init(content: ArraySlice<UInt8>) throws(Rejection) {
        let syntax = RejectionReason.rscSyntax
        var fields = try DERReader.fields(of: content, syntax)
        // Section 4.1: version 0, which is the default and so not encoded.
        try fields.refuseVersion(.rscVersion)
        (asResources, ipResources, firstNotCanonical) = try Self.resources(&fields)
        // Section 4.3: a hash algorithm of RFC 7935, which knows one.
        let algorithm = try RejectionReason.rscDigestAlgorithm.decoding { () throws(DERError) in
            try AlgorithmIdentifier(from: &fields)
        }
        guard algorithm.isSHA256 else {
            throw Rejection(.rscDigestAlgorithm, "algorithm \(algorithm.algorithm)", at: algorithm.offset)
        }
        var list = try syntax.decoding { () throws(DERError) in
            let list = try fields.enter()
            try fields.finish()
            return list
        }
        entries = try Self.entries(&list)
    }

    /// Reads the ResourceBlock (section 4.2): the encodings of RFC 3779 without `inherit`, at least one of them.
    private static func resources(
        _ fields: inout DERReader
    ) throws(Rejection) -> (ASResourceSet?, IPResourceSet?, firstNotCanonical: Int?) {
        let reason = RejectionReason.rscResources
        let start = fields.offset
        let (numbers, blocks) = try reason.decoding { () throws(DERError) in
            var block = try fields.enter()
            var numbers: ASIdentifiers?
            if var explicit = try block.enterIfPresent(.contextConstructed(0)) {
                numbers = try ASIdentifiers(from: &explicit)
                try explicit.finish()
            }
            var blocks: IPAddressBlocks?
            if var explicit = try block.enterIfPresent(.contextConstructed(1)) {
                blocks = try IPAddressBlocks(from: &explicit)
                try explicit.finish()
            }
            try block.finish()
            return (numbers, blocks)
        }
        guard numbers != nil || blocks != nil else { throw Rejection(reason, "no resources", at: start) }
        var asResources: ASResourceSet?
        if let numbers {
            guard case .explicit(let set) = numbers.resources else {
                throw Rejection(reason, "AS numbers are inherited", at: start)
            }
            asResources = set
        }
        if let blocks, blocks.resources.inheritsAny {
            throw Rejection(reason, "IP addresses are inherited", at: start)
        }
        return (
            asResources, blocks?.resources.explicit, numbers?.firstNotCanonical ?? blocks?.firstNotCanonical
        )
    }

    private static func entries(_ list: inout DERReader) throws(Rejection) -> [Entry] {
        var entries: [Entry] = []
        var names: Set<String> = []
        var nameless: Set<SHA256Digest> = []
        repeat {
            let start = list.offset
            guard entries.count < maximumEntries else {
                throw Rejection(.rscTooManyEntries, "more than \(maximumEntries)", at: start)
            }
            var fields = try RejectionReason.rscSyntax.decoding { () throws(DERError) in try list.enter() }
            let name = fields.nextTag == .ia5String ? try Self.fileName(&fields) : nil
            let hash = try RejectionReason.rscHash.decoding { () throws(DERError) in
                let octets = try fields.readOctetString()
                try fields.finish()
                guard let hash = SHA256Digest(bytes: octets) else {
                    throw DERError(.unexpectedSize, at: octets.startIndex)
                }
                return hash
            }
            // Section 4.4.1: names are unique, and so are hashes without a name.
            let isNew = name.map { names.insert($0).inserted } ?? nameless.insert(hash).inserted
            guard isNew else { throw Rejection(.rscEntryDuplicate, "\(name ?? hash.hex) twice", at: start) }
            entries.append(Entry(fileName: name, hash: hash))
        } while !list.isAtEnd
        return entries
    }

    /// Section 4.4.1: characters of the portable file name character set (POSIX.1-2017 section 3.282). `.` and `..` name
    /// directories, never the entry of a file.
    private static func fileName(_ fields: inout DERReader) throws(Rejection) -> String {
        let reason = RejectionReason.rscFileName
        let octets = try reason.decoding { () throws(DERError) in try fields.readIA5String() }
        guard (1...maximumFileNameLength).contains(octets.count), octets.allSatisfy(isPortable),
            octets.contains(where: { $0 != 0x2E }) || octets.count > 2
        else { throw Rejection(reason, "not a portable file name", at: octets.startIndex) }
        return String(decoding: octets, as: UTF8.self)
    }

    private static let maximumFileNameLength = 255

    private static func isPortable(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }
}
