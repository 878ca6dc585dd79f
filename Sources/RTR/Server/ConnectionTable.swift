import FlightEvents
import NIOCore
import Synchronization

/// The connections of a server, its limits on them and their status.
final class ConnectionTable: Sendable {
    private struct Entry {
        let channel: any Channel
        let address: String
        var status: RouterStatus
    }

    private struct State {
        var entries: [UInt64: Entry] = [:]
        var perAddress: [String: Int] = [:]
        var lastConnection: UInt64 = 0
        var refused: UInt64 = 0
        var isClosed = false
    }

    private let maximum: Int
    private let maximumPerAddress: Int
    private let state = Mutex(State())

    init(maximum: Int, maximumPerAddress: Int) {
        self.maximum = maximum
        self.maximumPerAddress = maximumPerAddress
    }

    /// Takes a connection in and numbers it; nil when a limit is reached or the server stops.
    func admit(_ channel: any Channel, from remote: SocketAddress, at now: Timestamp) -> (
        connection: UInt64, peer: String
    )? {
        let address = remote.ipAddress ?? "local"
        let peer = Endpoint(host: address, port: remote.port ?? 0).description
        return state.withLock { state in
            guard !state.isClosed, state.entries.count < maximum,
                state.perAddress[address, default: 0] < maximumPerAddress
            else {
                state.refused += 1
                return nil
            }
            state.lastConnection += 1
            let status = RouterStatus(connection: state.lastConnection, peer: peer, connected: now)
            state.entries[state.lastConnection] = Entry(channel: channel, address: address, status: status)
            state.perAddress[address, default: 0] += 1
            return (state.lastConnection, peer)
        }
    }

    func remove(_ connection: UInt64) {
        state.withLock { state in
            guard let entry = state.entries.removeValue(forKey: connection) else { return }
            let remaining = state.perAddress[entry.address, default: 1] - 1
            state.perAddress[entry.address] = remaining > 0 ? remaining : nil
        }
    }

    func update(_ connection: UInt64, _ change: (inout RouterStatus) -> Void) {
        state.withLock { state in
            if var status = state.entries[connection]?.status {
                change(&status)
                state.entries[connection]?.status = status
            }
        }
    }

    /// Connections turned away by a limit since the start.
    var refused: UInt64 { state.withLock { $0.refused } }

    var statuses: [RouterStatus] {
        state.withLock { state in state.entries.values.map(\.status) }.sorted { $0.connection < $1.connection }
    }

    var channels: [any Channel] {
        state.withLock { state in state.entries.values.map(\.channel) }
    }

    /// Admits nobody any more.
    func close() {
        state.withLock { $0.isClosed = true }
    }
}
