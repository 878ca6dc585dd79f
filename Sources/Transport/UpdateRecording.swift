import FlightEvents
import ObjectStore

extension RepositoryUpdateRecord {
    /// Notes what an update changed: how many objects, and which of them carry payload.
    mutating func finish(_ change: RepositoryChange) {
        objectsAdded = change.added.count
        objectsRemoved = change.removed.count
        added = change.added.lazy.filter { Self.isPayload($0.uri) }.map { .init(uri: $0.uri, hash: $0.hash) }
        removed = change.removed.lazy.filter { Self.isPayload($0.uri) }.map { .init(uri: $0.uri, hash: $0.hash) }
    }

    /// ROAs, ASPAs and certificates (of routers; a CA's look the same by name).
    private static func isPayload(_ uri: String) -> Bool {
        uri.hasSuffix(".roa") || uri.hasSuffix(".asa") || uri.hasSuffix(".cer")
    }
}
