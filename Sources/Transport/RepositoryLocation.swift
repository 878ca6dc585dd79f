package import RPKIObjects

/// Where a CA certificate says that its publication point can be fetched.
package struct RepositoryLocation: Hashable, Sendable {
    /// The RRDP notification file (RFC 8182 section 3.2), where the certificate names one.
    package let notifyURI: HTTPSURI?
    /// The rsync module that holds the publication point (RFC 6487 section 4.8.8.1).
    package let rsyncModule: RsyncURI

    /// Any URI below the module will do.
    package init(notifyURI: HTTPSURI?, rsyncModule: RsyncURI) {
        self.notifyURI = notifyURI
        self.rsyncModule = rsyncModule.moduleURI
    }
}

extension RepositoryLocation: CustomStringConvertible {
    /// The URI that is tried first.
    package var description: String { notifyURI?.description ?? rsyncModule.description }
}
