package import DER
package import RPKICrypto

/// The content of a manifest: the files of a publication point and their hashes (RFC 9286).
package struct Manifest: SignedObjectPayload {
    /// One file of the publication point.
    package struct Entry: Hashable, Sendable {
        package let fileName: String
        package let hash: SHA256Digest

        package init(fileName: String, hash: SHA256Digest) {
            self.fileName = fileName
            self.hash = hash
        }
    }

    /// Grows by one or more with each manifest of the same name.
    package let number: SerialNumber
    package let thisUpdate: PosixTime
    package let nextUpdate: PosixTime
    /// In the order of the manifest; file names are unique.
    package let entries: [Entry]
    let firstUnregisteredName: Int?

    package static let type = SignedObjectType.manifest

    /// The most files that a manifest may list.
    package static let maximumEntries = 100_000

    package init(content: ArraySlice<UInt8>) throws(Rejection) {
        let syntax = RejectionReason.manifestSyntax
        var fields = try DERReader.fields(of: content, syntax)
        // RFC 9286 section 4.2.1: version 0, which is the default and so not encoded.
        try fields.refuseVersion(.manifestVersion)
        number = try RejectionReason.manifestNumber.decoding { () throws(DERError) in
            try SerialNumber(from: &fields)
        }
        (thisUpdate, nextUpdate) = try RejectionReason.manifestTimes.decoding { () throws(DERError) in
            (try fields.readGeneralizedTime(), try fields.readGeneralizedTime())
        }
        try RejectionReason.manifestHashAlgorithm.decoding { () throws(DERError) in
            let start = fields.offset
            guard try fields.readObjectIdentifier() == .sha256 else { throw DERError(.unexpectedValue, at: start) }
        }
        let list = try syntax.decoding { () throws(DERError) in
            let list = try fields.enter()
            try fields.finish()
            return list
        }
        (entries, firstUnregisteredName) = try Self.entries(list)
    }

    private static func entries(_ list: DERReader) throws(Rejection) -> ([Entry], firstUnregistered: Int?) {
        var list = list
        var entries: [Entry] = []
        var names: Set<String> = []
        var firstUnregistered: Int?
        while !list.isAtEnd {
            guard entries.count < maximumEntries else {
                throw Rejection(.manifestTooManyFiles, at: list.offset)
            }
            var fields = try RejectionReason.manifestSyntax.decoding { () throws(DERError) in try list.enter() }
            let name = try ManifestFileName(from: &fields)
            let hash = try RejectionReason.manifestFileHash.decoding { () throws(DERError) in
                let start = fields.offset
                let octets = try fields.readOctetAlignedBitString()
                try fields.finish()
                guard let hash = SHA256Digest(bytes: octets) else { throw DERError(.unexpectedSize, at: start) }
                return hash
            }
            guard names.insert(name.text).inserted else {
                throw Rejection(.manifestFileDuplicate, "\(name.text) twice", at: name.offset)
            }
            if !name.hasRegisteredExtension { firstUnregistered = firstUnregistered ?? name.offset }
            entries.append(Entry(fileName: name.text, hash: hash))
        }
        return (entries, firstUnregistered)
    }
}

extension Manifest {
    /// Throws unless `instant` lies between its updates, both included (RFC 9286 section 6.3).
    package func checkCurrency(at instant: PosixTime) throws(Rejection) {
        guard instant >= thisUpdate else { throw Rejection(.manifestNotYetValid, "thisUpdate is \(thisUpdate)") }
        guard instant <= nextUpdate else { throw Rejection(.manifestStale, "nextUpdate was \(nextUpdate)") }
    }
}
