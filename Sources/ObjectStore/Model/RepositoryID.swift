package import RPKIObjects

/// Names a set of stored contents: what one RRDP notification file or one rsync module serves, or one place of a
/// trust anchor certificate.
package struct RepositoryID: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case rrdp
        case rsync
        case trustAnchor = "ta"
    }

    package let kind: Kind
    /// The URI of the notification file, of the rsync module, or of the trust anchor certificate.
    package let uri: String

    private init(kind: Kind, uri: String) {
        self.kind = kind
        self.uri = uri
    }

    /// The contents that an RRDP notification file announces.
    package static func rrdp(_ notifyURI: HTTPSURI) -> RepositoryID {
        RepositoryID(kind: .rrdp, uri: notifyURI.description)
    }

    /// The contents of an rsync module.
    package static func rsync(_ module: RsyncURI) -> RepositoryID {
        RepositoryID(kind: .rsync, uri: module.description)
    }

    /// The certificate found at one of a TAL's URIs.
    package static func trustAnchor(_ uri: String) -> RepositoryID {
        RepositoryID(kind: .trustAnchor, uri: uri)
    }
}

extension RepositoryID: LosslessStringConvertible {
    /// `rrdp https://…`, `rsync rsync://…/` or `ta https://…`: the form in which the store keeps it.
    package var description: String { "\(kind.rawValue) \(uri)" }

    package init?(_ description: String) {
        guard let space = description.firstIndex(of: " "), let kind = Kind(rawValue: String(description[..<space]))
        else { return nil }
        self.init(kind: kind, uri: String(description[description.index(after: space)...]))
    }
}
