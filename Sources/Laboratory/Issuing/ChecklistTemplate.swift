package import DER
import RPKICrypto
import RPKIObjects

/// The content of a signed checklist (RFC 9323 section 4), in the given order, whether or not it is allowed.
package struct ChecklistTemplate: Sendable, Hashable {
    package struct Entry: Sendable, Hashable {
        /// Left out when nil.
        package var fileName: String?
        package var hash: [UInt8]

        package init(fileName: String?, hash: [UInt8]) {
            self.fileName = fileName
            self.hash = hash
        }

        /// The entry of a file with this content.
        package init(fileName: String?, content: [UInt8]) {
            self.init(fileName: fileName, hash: SHA256Digest(hashing: content).bytes)
        }
    }

    /// Encoded when it is not the default, 0.
    package var version = 0
    package var autonomousSystems: ASResourceBlocks?
    package var ip: IPResourceBlocks?
    package var digestAlgorithm: OID = OID.sha256
    package var entries: [Entry]

    package init(ip: IPResourceBlocks?, autonomousSystems: ASResourceBlocks?, entries: [Entry]) {
        self.ip = ip
        self.autonomousSystems = autonomousSystems
        self.entries = entries
    }

    package func encoded() -> [UInt8] {
        DERWriter.encode { writer in
            writer.sequence { writer in
                if version != 0 { writer.explicit(0) { $0.integer(version) } }
                writer.sequence { writer in
                    if let autonomousSystems { writer.explicit(0) { autonomousSystems.encode(to: &$0) } }
                    if let ip { writer.explicit(1) { ip.encode(to: &$0) } }
                }
                writer.sequence { $0.objectIdentifier(digestAlgorithm) }
                writer.sequence { writer in
                    for entry in entries {
                        writer.sequence { writer in
                            if let fileName = entry.fileName { writer.ia5String(fileName) }
                            writer.octetString(entry.hash)
                        }
                    }
                }
            }
        }
    }
}
