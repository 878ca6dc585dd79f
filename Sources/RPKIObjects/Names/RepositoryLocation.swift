/// A repository as certificates point to it: by RRDP, by rsync, or by both.
package struct RepositoryLocation: Hashable, Sendable {
    /// Where RRDP starts (RFC 8182 section 3.2); nil when there is rsync only.
    package let notifyURI: HTTPSURI?
    /// The rsync module that holds the authority's directory.
    package let rsyncModule: RsyncURI

    /// Any URI below the module will do.
    package init(notifyURI: HTTPSURI?, rsyncModule: RsyncURI) {
        self.notifyURI = notifyURI
        self.rsyncModule = rsyncModule.moduleURI
    }
}

extension RepositoryLocation: CustomStringConvertible {
    /// The notification URI, else the rsync module.
    package var description: String { notifyURI?.description ?? rsyncModule.description }
}
