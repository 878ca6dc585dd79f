import DER

/// The content of a TAK (RFC 9691 section 3.2).
package struct TAKTemplate: Sendable, Hashable {
    package struct Key: Sendable, Hashable {
        package var comments: [String]
        package var uris: [String]
        /// DER of the SubjectPublicKeyInfo.
        package var subjectPublicKeyInfo: [UInt8]

        package init(comments: [String], uris: [String], subjectPublicKeyInfo: [UInt8]) {
            self.comments = comments
            self.uris = uris
            self.subjectPublicKeyInfo = subjectPublicKeyInfo
        }

        fileprivate func encode(to writer: inout DERWriter) {
            writer.sequence { writer in
                writer.sequence { for comment in comments { $0.utf8String(comment) } }
                writer.sequence { for uri in uris { $0.ia5String(uri) } }
                writer.raw(subjectPublicKeyInfo)
            }
        }
    }

    /// Encoded when it is not the default, 0.
    package var version = 0
    package var current: Key
    package var predecessor: Key?
    package var successor: Key?

    package init(current: Key, predecessor: Key? = nil, successor: Key? = nil) {
        self.current = current
        self.predecessor = predecessor
        self.successor = successor
    }

    package func encoded() -> [UInt8] {
        DERWriter.encode { writer in
            writer.sequence { writer in
                if version != 0 { writer.explicit(0) { $0.integer(version) } }
                current.encode(to: &writer)
                if let predecessor { writer.explicit(0) { predecessor.encode(to: &$0) } }
                if let successor { writer.explicit(1) { successor.encode(to: &$0) } }
            }
        }
    }
}
