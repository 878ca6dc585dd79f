/// Where everything is published.
struct LaboratoryURIs: Sendable {
    let configuration: LaboratoryConfiguration

    private var rsync: String { "rsync://\(LaboratoryConfiguration.host):\(configuration.rsyncPort)" }
    private var https: String { "https://\(LaboratoryConfiguration.host):\(configuration.httpsPort)" }

    /// The URIs of a trust anchor's certificate, as its locator lists them.
    func trustAnchor(_ name: String) -> (https: String, rsync: String) {
        ("\(https)/ta/\(name).cer", "\(rsync)/\(name)/\(name).cer")
    }

    func notification(_ repository: String) -> String { "\(rrdp(repository))/notification.xml" }

    /// What the files of a repository's RRDP lie under.
    func rrdp(_ repository: String) -> String { "\(https)/rrdp/\(repository)" }

    func module(_ repository: String) -> String { "\(rsync)/\(repository)" }

    /// The publication point, with its final slash.
    func point(_ authority: AuthorityState) -> String { "\(module(authority.repository))/\(authority.point)/" }

    func object(_ fileName: String, of authority: AuthorityState) -> String { point(authority) + fileName }

    func publication(of authority: AuthorityState) -> CertificateTemplate.PublicationURIs {
        CertificateTemplate.PublicationURIs(
            repository: point(authority),
            manifest: object(authority.manifestName, of: authority),
            notification: notification(authority.repository)
        )
    }
}

extension AuthorityState {
    var manifestName: String { "\(point).mft" }
    var crlName: String { "\(point).crl" }
    /// The name of its certificate in its parent's publication point.
    var certificateName: String { "\(point).cer" }
}
