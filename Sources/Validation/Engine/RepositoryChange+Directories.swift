import FlightEvents
import ObjectStore

extension RepositoryChange {
    /// The directories in which an object came, went or changed, each with its last slash.
    var directories: Set<String> {
        var found: Set<String> = []
        for uri in [added, removed].joined().lazy.map(\.uri) {
            guard let slash = uri.utf8.lastIndex(of: 0x2F) else { continue }
            found.insert(String(uri[...slash]))
        }
        return found
    }
}
