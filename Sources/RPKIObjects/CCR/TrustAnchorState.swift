package import DER
package import RPKICrypto

extension CanonicalCacheRepresentation {
    /// The trust anchors in use (section 4.4.4).
    package struct TrustAnchorState: CacheState {
        /// The keys of their certificates: at least one, ascending, unique.
        package let keys: [KeyIdentifier]

        package static let tag: UInt8 = 4

        /// The most trust anchors that are read.
        static let maximumKeys = 1_000

        /// nil when there is none.
        package init?(_ keys: some Sequence<KeyIdentifier>) {
            self.keys = keys.canonical(by: <)
            if self.keys.isEmpty { return nil }
        }

        package init(list: DERReader, fields: inout DERReader) throws(Rejection) {
            var list = list
            guard !list.isAtEnd else { throw Rejection(.ccrTrustAnchors, "an empty list", at: list.offset) }
            keys = try list.readKeyIdentifiers(.ccrTrustAnchors, maximum: Self.maximumKeys)
        }

        package func writeElements(to writer: inout DERWriter) {
            for key in keys { writer.octetString(key.bytes) }
        }
    }
}
