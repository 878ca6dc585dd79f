/// Where a trust anchor's certificate can be fetched (RFC 8630 section 2.2).
package enum TrustAnchorURI: Hashable, Sendable {
    case https(HTTPSURI)
    case rsync(RsyncURI)

    /// The URI that `text` spells; nil unless it is an https URI or an rsync URI of a file.
    package init?(_ text: some StringProtocol) {
        if let uri = HTTPSURI(text) {
            self = .https(uri)
        } else if let uri = RsyncURI(text), !uri.isDirectory {
            self = .rsync(uri)
        } else {
            return nil
        }
    }
}

extension TrustAnchorURI: CustomStringConvertible {
    /// The URI.
    package var description: String {
        switch self {
        case .https(let uri): uri.description
        case .rsync(let uri): uri.description
        }
    }
}
