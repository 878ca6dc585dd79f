import FlightEvents
import Foundation
import RPKIObjects

/// Finds the addresses at which rsync may ask a server.
///
/// They are judged here and handed to rsync as such: asked for the name again, a resolver could give it others.
struct RsyncResolver: Sendable {
    let hosts: HostPolicy
    /// Addresses by host name, instead of asking the system's resolver.
    let fixedAddresses: [String: [String]]
    let sources: SourceAddresses

    /// The addresses to try in this order, at most one of each family; empty when rsync is to take the URI as it is:
    /// behind a proxy, whose affair names are, or where it has an address already.
    ///
    /// Blocks while the resolver works.
    func addresses(of uri: RsyncURI) throws(FetchFailure) -> [SocketAddress] {
        if let objection = hosts.objection(host: uri.host, port: uri.port, defaultPort: 873) {
            throw FetchFailure(uri: uri.description, .address, "dubious host (\(objection.rawValue))")
        }
        let hasProxy = ProcessInfo.processInfo.environment["RSYNC_PROXY"].map { !$0.isEmpty } ?? false
        if hasProxy || uri.host.hasPrefix("[") || SocketAddress(uri.host) != nil { return [] }
        let found =
            fixedAddresses[uri.host]?.compactMap { SocketAddress($0) } ?? SocketAddress.resolve(uri.host)
        guard !found.isEmpty else {
            throw FetchFailure(uri: uri.description, .dns, "\(uri.host) has no address")
        }
        for address in found {
            guard let objection = hosts.objection(address: address.octets, of: uri.host) else { continue }
            throw FetchFailure(
                uri: uri.description,
                .address,
                "dubious host: \(uri.host) resolves to \(objection.rawValue)"
            )
        }
        var families: Set<SocketAddress.Family> = []
        let usable = found.filter { sources.permits($0.family) && families.insert($0.family).inserted }
        guard !usable.isEmpty else {
            throw FetchFailure(uri: uri.description, .refused, "\(uri.host) has no address of the source's family")
        }
        return usable
    }
}
