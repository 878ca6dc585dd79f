import FlightEvents
package import ObjectStore
package import RPKIObjects

/// Says whose stored contents serve a location, without fetching anything.
package struct StoredSources: Sendable {
    private let store: ObjectStore
    private let configuration: TransportConfiguration

    /// Only the configuration's choice of protocols matters.
    package init(store: ObjectStore, configuration: TransportConfiguration) {
        self.store = store
        self.configuration = configuration
    }

    /// Of the contents that a location may use those whose fetch succeeded last; nil when nothing is stored.
    package func lastSource(_ location: RepositoryLocation) -> RepositoryID? {
        var candidates: [RepositoryID] = []
        let offersRRDP = location.notifyURI != nil && !configuration.disablesRRDP
        if let notifyURI = location.notifyURI, offersRRDP {
            candidates.append(.rrdp(notifyURI))
        }
        if !configuration.disablesRsync, !offersRRDP || configuration.fallback != .never {
            candidates.append(.rsync(location.rsyncModule.moduleURI))
        }
        // RRDP comes first among equals.
        var best: (id: RepositoryID, succeeded: Int64)?
        for id in candidates {
            guard let succeeded = (try? store.state(of: id))?.succeeded.wall else { continue }
            if best.map({ succeeded > $0.succeeded }) ?? true { best = (id, succeeded) }
        }
        return best?.id
    }
}
