package import DER
package import NumberResources

extension CanonicalCacheRepresentation {
    /// The validated ROA payloads (section 4.4.2).
    package struct ROAPayloadState: CacheState {
        /// The prefixes that one AS may originate.
        package struct PayloadSet: Hashable, Sendable {
            package let asn: ASN
            /// At least one; ascending and unique (RFC 9582 section 4.3.3).
            package let addresses: [RouteOriginAuthorization.Address]
        }

        /// Ascending by AS number, which is unique.
        package let sets: [PayloadSet]

        package static let tag: UInt8 = 2

        /// The most payloads that are read.
        static let maximumPayloads = 10_000_000

        /// Payloads in any order. A maxLength that is no greater than the prefix's length is left out.
        package init(_ payloads: some Sequence<(asn: ASN, prefix: IPPrefix, maxLength: UInt8)>) {
            let ordered = payloads.canonical { left, right in
                if left.asn != right.asn { return left.asn < right.asn }
                return left.prefix == right.prefix
                    ? left.maxLength < right.maxLength : left.prefix < right.prefix
            }
            var sets: [PayloadSet] = []
            var rest = ordered[...]
            while let asn = rest.first?.asn {
                let group = rest.prefix { $0.asn == asn }
                sets.append(
                    PayloadSet(
                        asn: asn,
                        addresses: group.map {
                            .init(prefix: $0.prefix, maxLength: $0.maxLength > $0.prefix.length ? $0.maxLength : nil)
                        }
                    )
                )
                rest = rest.dropFirst(group.count)
            }
            self.sets = sets
        }

        /// How many payloads there are.
        package var count: Int { sets.reduce(0) { $0 + $1.addresses.count } }
    }
}

extension CanonicalCacheRepresentation.ROAPayloadState {
    package init(list: DERReader, fields: inout DERReader) throws(Rejection) {
        var room = Self.maximumPayloads
        sets = try list.readAscending(by: \.asn, .ccrROAPayloadOrder) { (list) throws(Rejection) in
            try PayloadSet(from: &list, room: &room)
        }
    }

    package func writeElements(to writer: inout DERWriter) {
        for set in sets { set.write(to: &writer) }
    }
}

extension CanonicalCacheRepresentation.ROAPayloadState.PayloadSet {
    /// - Parameter room: how many more payloads may be read.
    fileprivate init(from reader: inout DERReader, room: inout Int) throws(Rejection) {
        var (asn, families) = try RejectionReason.ccrROAPayload.decoding { () throws(DERError) in
            var fields = try reader.enter()
            let asn = ASN(try fields.readUnsignedInteger(as: UInt32.self))
            let families = try fields.enter()
            try fields.finish()
            return (asn, families)
        }
        var addresses: [RouteOriginAuthorization.Address] = []
        var previous: AddressFamily?
        // One family or two.
        repeat {
            let start = families.offset
            let (family, list) = try RejectionReason.ccrROAPayload.decoding { () throws(DERError) in
                var block = try families.enter()
                let family = try AddressFamily(from: &block)
                let list = try block.enter()
                try block.finish()
                return (family, list)
            }
            if let previous, !(previous < family) {
                throw Rejection(.ccrROAPayloadOrder, "a family is repeated or out of order", at: start)
            }
            previous = family
            try Self.readAddresses(list, family, into: &addresses, room: &room)
        } while !families.isAtEnd
        self.asn = asn
        self.addresses = addresses
    }

    private static func readAddresses(
        _ list: DERReader,
        _ family: AddressFamily,
        into addresses: inout [RouteOriginAuthorization.Address],
        room: inout Int
    ) throws(Rejection) {
        var list = list
        repeat {
            let start = list.offset
            room -= 1
            guard room >= 0 else { throw Rejection(.ccrTooLarge, "too many ROA payloads", at: start) }
            let (prefix, maxLength) = try RejectionReason.ccrROAPayload.decoding { () throws(DERError) in
                var fields = try list.enter()
                let prefix = try IPPrefix(from: &fields, family)
                let maxLength = fields.isAtEnd ? nil : try fields.readUnsignedInteger(as: UInt8.self)
                try fields.finish()
                return (prefix, maxLength)
            }
            if let maxLength {
                guard maxLength >= prefix.length, maxLength <= family.bitWidth else {
                    throw Rejection(.ccrROAPayload, "maxLength \(maxLength) for \(prefix)", at: start)
                }
                // RFC 9582 section 4.3.2.2: with the canonical form there is only one way to say it.
                guard maxLength > prefix.length else {
                    throw Rejection(.ccrROAPayloadOrder, "a superfluous maxLength for \(prefix)", at: start)
                }
            }
            let address = RouteOriginAuthorization.Address(prefix: prefix, maxLength: maxLength)
            if let last = addresses.last, !(last < address) {
                throw Rejection(.ccrROAPayloadOrder, "\(prefix) after \(last.prefix)", at: start)
            }
            addresses.append(address)
        } while !list.isAtEnd
    }

    fileprivate func write(to writer: inout DERWriter) {
        writer.sequence { writer in
            writer.integer(asn.value)
            writer.sequence { writer in
                for family in AddressFamily.allCases {
                    let members = addresses.lazy.filter { $0.prefix.family == family }
                    guard !members.isEmpty else { continue }
                    writer.sequence { writer in
                        writer.octetString([0, family.rawValue])
                        writer.sequence { writer in
                            for address in members { address.write(to: &writer) }
                        }
                    }
                }
            }
        }
    }
}

extension RouteOriginAuthorization.Address {
    /// ROAIPAddress (RFC 9582 section 4.3.2).
    fileprivate func write(to writer: inout DERWriter) {
        let count = (Int(prefix.length) + 7) / 8
        writer.sequence { writer in
            writer.bitString(
                (0..<count).map { prefix.first.octet($0) },
                unusedBits: UInt8(truncatingIfNeeded: count * 8 - Int(prefix.length))
            )
            if let maxLength { writer.integer(maxLength) }
        }
    }
}
