import DER
package import NumberResources

/// The content of a ROA (RFC 9582 section 4), in the given order, whether or not it is canonical.
package struct ROATemplate: Sendable {
    package struct Address: Sendable, Hashable {
        package var prefix: IPPrefix
        /// Left out when nil.
        package var maxLength: Int?

        package init(prefix: IPPrefix, maxLength: Int?) {
            self.prefix = prefix
            self.maxLength = maxLength
        }
    }

    package struct Family: Sendable, Hashable {
        /// The octets of the address family: 0, 1 or 0, 2.
        package var addressFamily: [UInt8]
        package var addresses: [Address]

        package init(addressFamily: [UInt8], addresses: [Address]) {
            self.addressFamily = addressFamily
            self.addresses = addresses
        }
    }

    /// Encoded when it is not the default, 0.
    package var version = 0
    package var asn: Int64
    package var families: [Family]
    package var edits: [DEREdit] = []

    package init(asn: Int64, families: [Family]) {
        self.asn = asn
        self.families = families
    }

    /// The canonical content (RFC 9582 section 4.3.3) for these origins, which share one AS number.
    package init(_ origins: [RouteOrigin]) {
        asn = Int64(origins.first?.asn.value ?? 0)
        families = AddressFamily.allCases.compactMap { family in
            let addresses = Set(origins).sorted().filter { $0.prefix.family == family }.map { origin in
                // A maximum length equal to the prefix's says nothing and is left out (section 4.3.2.2).
                Address(
                    prefix: origin.prefix,
                    maxLength: origin.maxLength == origin.prefix.length ? nil : Int(origin.maxLength)
                )
            }
            return addresses.isEmpty ? nil : Family(addressFamily: [0, family.rawValue], addresses: addresses)
        }
    }

    package func encoded() -> [UInt8] {
        let content = DERWriter.encode { writer in
            writer.sequence { writer in
                if version != 0 { writer.explicit(0) { $0.integer(version) } }
                writer.integer(asn)
                writer.sequence { writer in
                    for family in families {
                        writer.sequence { writer in
                            writer.octetString(family.addressFamily)
                            writer.sequence { writer in
                                for address in family.addresses {
                                    writer.sequence { writer in
                                        writer.addressBits(address.prefix.bits, count: Int(address.prefix.length))
                                        if let maxLength = address.maxLength { writer.integer(maxLength) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        return edits.applied(to: content)
    }
}
