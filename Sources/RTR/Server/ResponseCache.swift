import NIOCore
package import Payloads
import Synchronization

/// The answers that all routers share: the full set of the newest snapshot in each version, serialised before any
/// router sees that snapshot, and deltas serialised once when the first router asks.
package final class ResponseCache: Sendable {
    /// Octets of serialised deltas that are kept; a router can ask for each serial that the history keeps.
    private static let maximumDeltaBytes = 32 * 1024 * 1024

    private struct State {
        var snapshot: PayloadSnapshot?
        var full: [ProtocolVersion: Response] = [:]
        var deltas: [Query: Response] = [:]
        var deltaBytes = 0
    }

    private let source: any PayloadSource
    private let timers: SynchronisationTimers
    private let versions: [ProtocolVersion]
    private let state = Mutex(State())
    /// Held while a delta is made: routers that ask for the same one find it made.
    private let making = Mutex(())

    package init(source: any PayloadSource, timers: SynchronisationTimers, highestVersion: ProtocolVersion) {
        self.source = source
        self.timers = timers
        versions = ProtocolVersion.allCases.filter { $0 <= highestVersion }
    }

    /// Serialises `snapshot` in every version, then makes it the current one. Takes about 20 ms per million payloads
    /// and version: not for an event loop.
    package func prepare(_ snapshot: PayloadSnapshot) {
        let full = versions.map { ($0, Response(full: snapshot, version: $0, timers: timers)) }
        state.withLock { state in
            state = State(snapshot: snapshot, full: Dictionary(full) { _, last in last })
        }
    }

    /// Session and serial that are served; nil before the first set.
    package var current: (session: UInt16, serial: UInt32)? {
        state.withLock { state in state.snapshot.map { ($0.session, $0.serial) } }
    }

    /// What answers `query`, if that is known without work; nil means that ``compute(_:)`` must be asked, which may
    /// take long and therefore runs off the event loops.
    package func cached(_ query: Query) -> QueryResult? {
        state.withLock { state in
            guard let snapshot = state.snapshot else { return .noData }
            switch query.kind {
            case .reset:
                return state.full[query.version].map { .response($0) }
            case .serial(let session, let serial):
                if session != snapshot.session { return .cacheReset }
                if let response = state.deltas[query] { return .response(response) }
                guard serial == snapshot.serial else { return nil }
                return .response(unchanged(snapshot, query.version))
            }
        }
    }

    /// What answers `query`. A delta that had to be made is kept for the next router.
    package func compute(_ query: Query) -> QueryResult {
        making.withLock { _ in make(query) }
    }

    private func make(_ query: Query) -> QueryResult {
        if let result = cached(query) { return result }
        guard case .serial(let session, let serial) = query.kind,
            let (delta, snapshot) = source.delta(session: session, since: serial)
        else { return .cacheReset }
        let response = Response(
            delta,
            session: snapshot.session,
            serial: snapshot.serial,
            version: query.version,
            timers: timers
        )
        let size = response.byteCount
        state.withLock { state in
            // A newer set may have been prepared meanwhile: then this answer is right for this router, which is notified
            // again, but not to be kept.
            guard state.snapshot?.serial == snapshot.serial, state.snapshot?.session == snapshot.session else { return }
            if state.deltaBytes + size > Self.maximumDeltaBytes {
                state.deltas.removeAll()
                state.deltaBytes = 0
            }
            guard size <= Self.maximumDeltaBytes else { return }
            state.deltas[query] = response
            state.deltaBytes += size
        }
        return .response(response)
    }

    /// Nothing changed: Cache Response and End of Data alone.
    private func unchanged(_ snapshot: PayloadSnapshot, _ version: ProtocolVersion) -> Response {
        Response(
            PayloadDelta(),
            session: snapshot.session,
            serial: snapshot.serial,
            version: version,
            timers: timers
        )
    }
}
