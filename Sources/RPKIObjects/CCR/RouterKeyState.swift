package import DER
package import NumberResources
package import RPKICrypto

extension CanonicalCacheRepresentation {
    /// The keys of BGPsec routers (section 4.4.5).
    package struct RouterKeyState: CacheState {
        /// A router's key.
        package struct Key: Hashable, Sendable {
            package let identifier: KeyIdentifier
            /// DER of the SubjectPublicKeyInfo.
            package let subjectPublicKeyInfo: [UInt8]
        }

        /// The keys of one AS.
        package struct KeySet: Hashable, Sendable {
            package let asn: ASN
            /// At least one; ascending by identifier, which is unique.
            package let keys: [Key]
        }

        /// Ascending by AS number, which is unique.
        package let sets: [KeySet]

        package static let tag: UInt8 = 5

        /// The most keys that are read.
        static let maximumKeys = 1_000_000

        /// Keys in any order; `subjectPublicKeyInfo` is DER.
        package init(_ keys: some Sequence<(asn: ASN, identifier: KeyIdentifier, subjectPublicKeyInfo: [UInt8])>) {
            let ordered = keys.canonical {
                $0.asn == $1.asn ? $0.identifier < $1.identifier : $0.asn < $1.asn
            }
            var sets: [KeySet] = []
            var rest = ordered[...]
            while let asn = rest.first?.asn {
                let group = rest.prefix { $0.asn == asn }
                sets.append(
                    KeySet(
                        asn: asn,
                        keys: group.map {
                            Key(identifier: $0.identifier, subjectPublicKeyInfo: $0.subjectPublicKeyInfo)
                        }
                    )
                )
                rest = rest.dropFirst(group.count)
            }
            self.sets = sets
        }

        /// How many keys there are.
        package var count: Int { sets.reduce(0) { $0 + $1.keys.count } }

        package init(list: DERReader, fields: inout DERReader) throws(Rejection) {
            var room = Self.maximumKeys
            sets = try list.readAscending(by: \.asn, .ccrRouterKeyOrder) { (list) throws(Rejection) in
                try KeySet(from: &list, room: &room)
            }
        }

        package func writeElements(to writer: inout DERWriter) {
            for set in sets {
                writer.sequence { writer in
                    writer.integer(set.asn.value)
                    writer.sequence { writer in
                        for key in set.keys {
                            writer.sequence { writer in
                                writer.octetString(key.identifier.bytes)
                                writer.raw(key.subjectPublicKeyInfo)
                            }
                        }
                    }
                }
            }
        }
    }
}

extension CanonicalCacheRepresentation.RouterKeyState.KeySet {
    /// - Parameter room: how many more keys may be read.
    fileprivate init(from reader: inout DERReader, room: inout Int) throws(Rejection) {
        let reason = RejectionReason.ccrRouterKey
        var (asn, list) = try reason.decoding { () throws(DERError) in
            var fields = try reader.enter()
            let asn = ASN(try fields.readUnsignedInteger(as: UInt32.self))
            let list = try fields.enter()
            try fields.finish()
            return (asn, list)
        }
        var keys: [CanonicalCacheRepresentation.RouterKeyState.Key] = []
        repeat {
            let start = list.offset
            room -= 1
            guard room >= 0 else { throw Rejection(.ccrTooLarge, "too many router keys", at: start) }
            let (identifier, info) = try reason.decoding { () throws(DERError) in
                var fields = try list.enter()
                let identifier = KeyIdentifier(bytes: try fields.readOctetString())
                let info = try SubjectPublicKeyInfo(from: &fields)
                try fields.finish()
                return (identifier, info)
            }
            // RFC 6487 section 4.8.2.
            guard let identifier, identifier == info.keyIdentifier else {
                throw Rejection(reason, "the identifier is not the SHA-1 of the key", at: start)
            }
            if let last = keys.last, !(last.identifier < identifier) {
                throw Rejection(.ccrRouterKeyOrder, "keys of \(asn) are repeated or out of order", at: start)
            }
            keys.append(.init(identifier: identifier, subjectPublicKeyInfo: Array(info.encoded)))
        } while !list.isAtEnd
        self.asn = asn
        self.keys = keys
    }
}
