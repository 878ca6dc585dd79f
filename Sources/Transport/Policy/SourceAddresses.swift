/// From which of our addresses servers are asked: at most one of each family; where there is any, only from these.
package struct SourceAddresses: Sendable, Hashable {
    private let byFamily: [SocketAddress.Family: SocketAddress]

    package init() {
        byFamily = [:]
    }

    /// Throws for a text that is no address, a second address of a family, and an address that is not ours.
    package init(_ texts: [String]) throws(TransportError) {
        var byFamily: [SocketAddress.Family: SocketAddress] = [:]
        for text in texts {
            guard let address = SocketAddress(text) else {
                throw .badSourceAddress(text: text, reason: "not an IPv4 or IPv6 address")
            }
            guard byFamily[address.family] == nil else {
                throw .badSourceAddress(text: text, reason: "the second one of its family")
            }
            guard address.isOurs else {
                throw .badSourceAddress(text: text, reason: "not an address of this machine")
            }
            byFamily[address.family] = address
        }
        self.byFamily = byFamily
    }

    package subscript(family: SocketAddress.Family) -> SocketAddress? { byFamily[family] }

    /// Whether servers may be asked over this family.
    func permits(_ family: SocketAddress.Family) -> Bool { byFamily.isEmpty || byFamily[family] != nil }
}
