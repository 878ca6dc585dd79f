package import DER
package import RPKICrypto
import RPKIObjects

/// The content of a manifest (RFC 9286 section 4.2).
package struct ManifestTemplate: Sendable {
    package struct Entry: Sendable, Hashable {
        package var fileName: String
        package var hash: SHA256Digest

        package init(fileName: String, hash: SHA256Digest) {
            self.fileName = fileName
            self.hash = hash
        }
    }

    /// Encoded when it is not the default, 0.
    package var version = 0
    package var number: UInt64
    package var thisUpdate: PosixTime
    package var nextUpdate: PosixTime
    package var hashAlgorithm: OID = OID.sha256
    package var entries: [Entry]
    package var edits: [DEREdit] = []

    /// Where the fields stand when no version is encoded.
    package enum Field {
        package static let number: DEREdit.Path = [0]
        package static let thisUpdate: DEREdit.Path = [1]
        package static let nextUpdate: DEREdit.Path = [2]
        package static let entries: DEREdit.Path = [4]
    }

    package init(number: UInt64, thisUpdate: PosixTime, nextUpdate: PosixTime, entries: [Entry]) {
        self.number = number
        self.thisUpdate = thisUpdate
        self.nextUpdate = nextUpdate
        self.entries = entries
    }

    package func encoded() -> [UInt8] {
        let content = DERWriter.encode { writer in
            writer.sequence { writer in
                if version != 0 { writer.explicit(0) { $0.integer(version) } }
                writer.integer(number)
                writer.generalizedTime(thisUpdate)
                writer.generalizedTime(nextUpdate)
                writer.objectIdentifier(hashAlgorithm)
                writer.sequence { writer in
                    for entry in entries {
                        writer.sequence { writer in
                            writer.ia5String(entry.fileName)
                            writer.bitString(entry.hash.bytes)
                        }
                    }
                }
            }
        }
        return edits.applied(to: content)
    }
}
