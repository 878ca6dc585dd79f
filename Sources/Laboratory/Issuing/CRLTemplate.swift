package import DER
package import RPKICrypto

/// A certificate revocation list before it is signed (RFC 6487 section 5, RFC 9829).
package struct CRLTemplate: Sendable {
    package struct Entry: Sendable, Hashable {
        package var serialNumber: UInt64
        package var revoked: PosixTime

        package init(serialNumber: UInt64, revoked: PosixTime) {
            self.serialNumber = serialNumber
            self.revoked = revoked
        }
    }

    /// The encoded version: 1 means version 2.
    package var version = 1
    package var innerAlgorithm = NamedAlgorithm.ofKey
    package var outerAlgorithm = NamedAlgorithm.ofKey
    /// The issuer's common name.
    package var issuer: String
    package var thisUpdate: PosixTime
    package var nextUpdate: PosixTime
    package var entries: [Entry]
    package var extensions: [CertificateExtension]
    /// Changes to what is signed.
    package var edits: [DEREdit] = []

    /// Where the fields of what is signed stand when nothing is left out (RFC 5280 section 5.1).
    package enum Field {
        package static let version: DEREdit.Path = [0]
        package static let signature: DEREdit.Path = [1]
        package static let issuer: DEREdit.Path = [2]
        package static let thisUpdate: DEREdit.Path = [3]
        package static let nextUpdate: DEREdit.Path = [4]
        package static let entries: DEREdit.Path = [5]
    }

    /// A list as the profile wants it: an authority key identifier and a number, nothing else.
    package init(
        issuer: String,
        key: KeyIdentifier,
        number: UInt64,
        thisUpdate: PosixTime,
        nextUpdate: PosixTime,
        entries: [Entry]
    ) {
        self.issuer = issuer
        self.thisUpdate = thisUpdate
        self.nextUpdate = nextUpdate
        self.entries = entries
        extensions = [.authorityKeyIdentifier(key), .crlNumber(number)]
    }

    /// The signed list in DER.
    package func issued(by issuerKey: SigningKey) throws(KeyError) -> [UInt8] {
        let toBeSigned = DERWriter.encode { writer in
            writer.sequence { writer in
                if version != 0 { writer.integer(version) }
                innerAlgorithm.encode(to: &writer, key: issuerKey)
                writer.name(commonName: issuer)
                writer.time(thisUpdate)
                writer.time(nextUpdate)
                // An empty list is left out (RFC 5280 section 5.1.2.6).
                if !entries.isEmpty {
                    writer.sequence { writer in
                        for entry in entries {
                            writer.sequence { writer in
                                writer.integer(entry.serialNumber)
                                writer.time(entry.revoked)
                            }
                        }
                    }
                }
                if !extensions.isEmpty {
                    writer.explicit(0) { writer in
                        writer.sequence { writer in
                            for item in extensions { item.encode(to: &writer) }
                        }
                    }
                }
            }
        }
        return try DERWriter.signed(edits.applied(to: toBeSigned), by: issuerKey, algorithm: outerAlgorithm)
    }
}
