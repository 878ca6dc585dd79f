import DER

/// The GeneralNames that matter here: URIs (RFC 5280 section 4.2.1.6).
enum GeneralName: Hashable, Sendable {
    case rsync(RsyncURI)
    case https(HTTPSURI)
    /// A URI of another scheme, or another kind of name.
    case other

    var rsync: RsyncURI? {
        if case .rsync(let uri) = self { uri } else { nil }
    }

    var https: HTTPSURI? {
        if case .https(let uri) = self { uri } else { nil }
    }

    /// Reads the next name. A URI of the rsync or https scheme must be well formed.
    init(from reader: inout DERReader) throws(DERError) {
        let element = try reader.readElement()
        // uniformResourceIdentifier [6] IMPLICIT IA5String
        guard element.tag == .context(6) else {
            // [0] to [8] are all there are.
            guard element.tag.rawValue & 0xC0 == 0x80, element.tag.rawValue & 0x1F <= 8 else {
                throw DERError(.unexpectedTag, at: element.encoded.startIndex)
            }
            self = .other
            return
        }
        if let uri = RsyncURI(ascii: element.content) {
            self = .rsync(uri)
        } else if let uri = HTTPSURI(ascii: element.content) {
            self = .https(uri)
        } else {
            let octets = element.content.span
            guard !URIText.hasScheme("rsync://", octets), !URIText.hasScheme("https://", octets) else {
                throw DERError(.invalidCharacter, at: element.content.startIndex)
            }
            self = .other
        }
    }
}
