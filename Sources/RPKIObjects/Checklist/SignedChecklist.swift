import DER
package import NumberResources
package import RPKICrypto

/// The content of a signed checklist (RSC): hashes of files, signed with number resources (RFC 9323).
package struct SignedChecklist: SignedObjectPayload {
    /// One file of the list.
    package struct Entry: Hashable, Sendable {
        /// Left out when the file is known by its hash alone.
        package let fileName: String?
        package let hash: SHA256Digest
    }

    /// The AS numbers with which the list is signed; nil when there are none.
    package let asResources: ASResourceSet?
    /// The addresses with which the list is signed; nil when there are none.
    package let ipResources: IPResourceSet?
    /// In the order of the checklist; not empty.
    package let entries: [Entry]

    package static let type = SignedObjectType.signedChecklist

    package init(content: ArraySlice<UInt8>) throws(Rejection) {
        asResources = nil
        ipResources = nil
        entries = []
    }
}
