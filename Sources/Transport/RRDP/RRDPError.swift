/// Why an RRDP document is not acceptable.
package struct RRDPError: Error, Hashable, Sendable {
    package enum Code: String, Sendable, CaseIterable {
        /// Not well-formed XML, or not US-ASCII (RFC 8182 section 3.5).
        case malformed
        /// A document type declaration: no RRDP document needs one, and entities are how bombs are built.
        case documentType = "document-type"
        /// A token, text, object or document longer than the limits allow.
        case tooLarge = "too-large"
        /// The namespace is not that of RFC 8182 section 3.5.
        case wrongNamespace = "wrong-namespace"
        case wrongVersion = "wrong-version"
        case unexpectedElement = "unexpected-element"
        case unexpectedAttribute = "unexpected-attribute"
        case unexpectedText = "unexpected-text"
        case missingAttribute = "missing-attribute"
        /// The session is not a UUID.
        case badSession = "bad-session"
        /// Not a positive integer below 2^63.
        case badSerial = "bad-serial"
        case badHash = "bad-hash"
        case badURI = "bad-uri"
        case badBase64 = "bad-base64"
        /// One document names the same URI twice.
        case duplicateURI = "duplicate-uri"
        /// A notification without a snapshot, or with more than one.
        case snapshotCount = "snapshot-count"
        /// A delta that changes nothing (RFC 8182 section 3.5.3.3 asks for at least one element).
        case emptyDelta = "empty-delta"
        /// Snapshot or delta of another session than the notification's.
        case otherSession = "other-session"
        /// Snapshot or delta of another serial than the notification promised.
        case otherSerial = "other-serial"
        /// Snapshot or delta on another origin than the notification (RFC 9674 section 3).
        case otherOrigin = "other-origin"
    }

    package let code: Code
    package let detail: String

    package init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }
}

extension RRDPError: CustomStringConvertible {
    package var description: String { "\(code.rawValue): \(detail)" }
}
