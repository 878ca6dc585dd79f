import DER
import Foundation

/// A trust anchor locator: where a trust anchor's certificate is, and what key it must have (RFC 8630).
package struct TrustAnchorLocator: Hashable, Sendable {
    /// By which its payloads are labelled: the file's name without its suffix.
    package let name: String
    /// In the order of the file; at least one.
    package let uris: [TrustAnchorURI]
    /// The key, as a DER encoded SubjectPublicKeyInfo.
    package let subjectPublicKeyInfo: [UInt8]

    /// The most URIs that a locator may list.
    package static let maximumURIs = 16

    /// Reads the text of a locator: perhaps comment lines that start with `#`, lines with one URI each, an empty line,
    /// and the key in base64 over any number of lines (RFC 8630 section 2.2). Lines end in LF or CRLF.
    ///
    /// The offsets of its rejections count octets of the text.
    package init(parsing text: some StringProtocol, name: String) throws(Rejection) {
        self.name = name
        var lines = Lines(text)
        var uris: [TrustAnchorURI] = []
        var sawComment = false
        while let (line, offset) = lines.next() {
            if line.first == "#", uris.isEmpty {
                sawComment = true
                continue
            }
            if line.isEmpty {
                // Comments may be set off by an empty line, although the RFC knows none there.
                guard uris.isEmpty, sawComment else { break }
                continue
            }
            guard let uri = TrustAnchorURI(line) else {
                throw Rejection(.talURI, "\"\(line.prefix(80))\" is no https or rsync URI", at: offset)
            }
            guard uris.count < Self.maximumURIs else { throw Rejection(.talURI, "too many URIs", at: offset) }
            uris.append(uri)
        }
        guard !uris.isEmpty else { throw Rejection(.talURI, "no URI before the key") }
        self.uris = uris
        subjectPublicKeyInfo = try Self.key(lines)
    }

    /// Decodes the base64 that makes up the remaining lines, and the key in it.
    private static func key(_ lines: Lines) throws(Rejection) -> [UInt8] {
        var lines = lines
        let offset = lines.offset
        var base64 = ""
        while let (line, _) = lines.next() {
            base64 += line.filter { !$0.isWhitespace }
        }
        guard !base64.isEmpty else { throw Rejection(.talKey, "no key after the URIs and an empty line", at: offset) }
        guard let data = Data(base64Encoded: base64) else { throw Rejection(.talKey, "not base64", at: offset) }
        let octets = [UInt8](data)
        let info = try RejectionReason.talKey.decoding { () throws(DERError) in
            try SubjectPublicKeyInfo(decoding: octets[...])
        }
        var inspection = Inspection(profile: .strict)
        do {
            try PublicKeyRule.inspectRSA(info, &inspection)
        } catch {
            throw Rejection(.talKey, error.detail, at: offset)
        }
        return octets
    }

    /// Throws unless `certificate` has the locator's key (RFC 8630 section 2.4).
    package func checkKey(of certificate: ResourceCertificate) throws(Rejection) {
        guard certificate.subjectPublicKeyInfo.encoded.elementsEqual(subjectPublicKeyInfo) else {
            throw Rejection(
                .trustAnchorKeyMismatch,
                "the certificate has another key than the locator \(name)",
                at: certificate.subjectPublicKeyInfo.encoded.startIndex
            )
        }
    }

    /// Lines without their ends and surrounding blanks, and where they start.
    private struct Lines {
        private var rest: Substring.UTF8View
        private(set) var offset = 0

        init(_ text: some StringProtocol) {
            rest = Substring(text).utf8
        }

        mutating func next() -> (Substring, Int)? {
            guard !rest.isEmpty else { return nil }
            let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
            var line = rest[..<end]
            let start = offset
            offset += line.count + 1
            rest = rest[end...].dropFirst()
            while let last = line.last, last == 0x0D || last == 0x20 || last == 0x09 { line = line.dropLast() }
            while let first = line.first, first == 0x20 || first == 0x09 { line = line.dropFirst() }
            return (Substring(line), start)
        }
    }
}
