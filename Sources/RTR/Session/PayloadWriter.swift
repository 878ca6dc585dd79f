import NIOCore
import NumberResources
import Payloads

/// Writes payload PDUs in the order of draft-ietf-sidrops-8210bis-27 section 11.2 into chunks of whole PDUs.
///
/// PDU types come in ascending order. Within the prefixes of a family announcements come first, by address, maximum
/// length, prefix length and AS number, each descending; then withdrawals, all four ascending: a router that applies
/// PDUs one by one makes the fewest routes invalid in between. Router keys and ASPAs: announcements, then withdrawals,
/// both ascending.
struct PayloadWriter {
    private let version: ProtocolVersion
    private let chunkSize: Int
    private var chunks: [ByteBuffer] = []
    private var current: ByteBuffer

    init(version: ProtocolVersion, chunkSize: Int) {
        self.version = version
        self.chunkSize = chunkSize
        current = ByteBuffer()
    }

    /// The lists are ascending and unique, as in a ``PayloadSet``.
    mutating func announce(vrps: [VRP], routerKeys: [RouterKey], aspas: [ASPA]) {
        var delta = PayloadDelta()
        delta.announcedVRPs = vrps
        delta.announcedRouterKeys = routerKeys
        delta.announcedASPAs = aspas
        write(delta)
    }

    mutating func write(_ delta: PayloadDelta) {
        let announced = delta.announcedVRPs.sortedUnique()
        let withdrawn = delta.withdrawnVRPs.sortedUnique()
        let announcedIPv6 = announced.firstIPv6
        let withdrawnIPv6 = withdrawn.firstIPv6
        announce(announced[..<announcedIPv6])
        withdraw(withdrawn[..<withdrawnIPv6])
        announce(announced[announcedIPv6...])
        withdraw(withdrawn[withdrawnIPv6...])
        if version.carriesRouterKeys {
            for key in delta.announcedRouterKeys.sortedUnique() { write(.routerKey(key, announced: true)) }
            for key in delta.withdrawnRouterKeys.sortedUnique() { write(.routerKey(key, announced: false)) }
        }
        if version.carriesASPAs {
            for aspa in delta.announcedASPAs.sortedUnique() { write(.aspaAnnouncement(aspa)) }
            for aspa in delta.withdrawnASPAs.sortedUnique() { write(.aspaWithdrawal(customer: aspa.customer)) }
        }
    }

    consuming func finish() -> [ByteBuffer] {
        if current.readableBytes > 0 { chunks.append(current) }
        return chunks
    }

    /// Ascending in, descending by (address, maximum length, prefix length, AS number) out.
    private mutating func announce(_ vrps: ArraySlice<VRP>) {
        var end = vrps.endIndex
        while end > vrps.startIndex {
            let bits = vrps[end - 1].prefix.bits
            var start = end - 1
            while start > vrps.startIndex, vrps[start - 1].prefix.bits == bits { start -= 1 }
            if end - start == 1 {
                write(vrps[start], announced: true)
            } else {
                for vrp in vrps[start..<end].sorted(by: { $1.precedesAtSameAddress($0) }) {
                    write(vrp, announced: true)
                }
            }
            end = start
        }
    }

    /// Ascending by (address, maximum length, prefix length, AS number).
    private mutating func withdraw(_ vrps: ArraySlice<VRP>) {
        var start = vrps.startIndex
        while start < vrps.endIndex {
            let bits = vrps[start].prefix.bits
            var end = start + 1
            while end < vrps.endIndex, vrps[end].prefix.bits == bits { end += 1 }
            if end - start == 1 {
                write(vrps[start], announced: false)
            } else {
                for vrp in vrps[start..<end].sorted(by: { $0.precedesAtSameAddress($1) }) {
                    write(vrp, announced: false)
                }
            }
            start = end
        }
    }

    @inline(__always)
    private mutating func write(_ vrp: VRP, announced: Bool) {
        makeRoom(32)
        current.writePrefix(vrp, announced: announced, version: version)
    }

    private mutating func write(_ pdu: PDU) {
        let encoded = pdu.encoded(version: version)
        makeRoom(encoded.readableBytes)
        current.writeImmutableBuffer(encoded)
    }

    @inline(__always)
    private mutating func makeRoom(_ octets: Int) {
        if current.readableBytes + octets > chunkSize {
            chunks.append(current)
            current = ByteBuffer()
            current.reserveCapacity(chunkSize)
        }
    }
}

extension VRP {
    /// By maximum length, prefix length, AS number.
    fileprivate func precedesAtSameAddress(_ other: VRP) -> Bool {
        if maxLength != other.maxLength { return maxLength < other.maxLength }
        if prefix.length != other.prefix.length { return prefix.length < other.prefix.length }
        return asn < other.asn
    }
}

extension [VRP] {
    /// Index of the first IPv6 element of an ascending list.
    fileprivate var firstIPv6: Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle].prefix.family == .ipv4 { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
