import DER
package import NumberResources

/// The content of a signed prefix list (draft-ietf-sidrops-rpki-prefixlist-05 section 3), in the given order, whether or
/// not it is canonical.
package struct PrefixListTemplate: Sendable, Hashable {
    package struct Family: Sendable, Hashable {
        /// The octets of the address family: 0, 1 or 0, 2.
        package var addressFamily: [UInt8]
        package var prefixes: [IPPrefix]

        package init(addressFamily: [UInt8], prefixes: [IPPrefix]) {
            self.addressFamily = addressFamily
            self.prefixes = prefixes
        }
    }

    /// Encoded when it is not the default, 0.
    package var version = 0
    package var asn: Int64
    package var families: [Family]

    package init(asn: Int64, families: [Family]) {
        self.asn = asn
        self.families = families
    }

    /// The canonical content (section 3.3.2) for these prefixes.
    package init(asn: ASN, prefixes: [IPPrefix]) {
        self.asn = Int64(asn.value)
        families = AddressFamily.allCases.compactMap { family in
            let members = Set(prefixes).sorted().filter { $0.family == family }
            return members.isEmpty ? nil : Family(addressFamily: [0, family.rawValue], prefixes: members)
        }
    }

    package func encoded() -> [UInt8] {
        DERWriter.encode { writer in
            writer.sequence { writer in
                if version != 0 { writer.explicit(0) { $0.integer(version) } }
                writer.integer(asn)
                writer.sequence { writer in
                    for family in families {
                        writer.sequence { writer in
                            writer.octetString(family.addressFamily)
                            writer.sequence { writer in
                                for prefix in family.prefixes {
                                    writer.addressBits(prefix.bits, count: Int(prefix.length))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
