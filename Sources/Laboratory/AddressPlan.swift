import DER
import Foundation
import NumberResources

/// Who holds what in a laboratory.
///
/// Trust anchor i of 16 holds 10.(16 i).0.0/12, 2001:db8:i000::/36, 64 AS numbers for private use of 16 bits and a
/// million of 32 bits; its authority j of 16 holds 10.(16 i + j).0.0/16 and 2001:db8:ij00::/40 of that, and a
/// sixteenth of its AS numbers.
struct AddressPlan: Sendable {
    let configuration: LaboratoryConfiguration

    /// The directory of a trust anchor's publication point.
    static let trustAnchorPoint = "ta"

    private static let authorityLifetime: Int64 = 5 * 365 * 86_400
    private static let fanOut = LaboratoryConfiguration.maximumFanOut

    func state(at now: PosixTime) -> LaboratoryState {
        var authorities: [AuthorityState] = []
        for (index, name) in configuration.trustAnchors.enumerated() {
            authorities.append(
                authority(
                    name: name,
                    parent: nil,
                    repository: name,
                    point: Self.trustAnchorPoint,
                    anchor: index,
                    child: nil,
                    at: now
                )
            )
        }
        for (index, anchor) in configuration.trustAnchors.enumerated() {
            for child in 0..<configuration.authoritiesPerTrustAnchor {
                let point = "ca-\(child + 1)"
                authorities.append(
                    authority(
                        name: "\(anchor)-\(point)",
                        parent: anchor,
                        repository: anchor,
                        point: point,
                        anchor: index,
                        child: child,
                        at: now
                    )
                )
            }
        }
        return LaboratoryState(
            configuration: configuration,
            repositories: configuration.trustAnchors.map {
                RepositoryState(name: $0, session: UUID().uuidString.lowercased())
            },
            authorities: authorities
        )
    }

    private func authority(
        name: String,
        parent: String?,
        repository: String,
        point: String,
        anchor: Int,
        child: Int?,
        at now: PosixTime
    ) -> AuthorityState {
        let second = Self.fanOut * anchor + (child ?? 0)
        let group = String(second << 8, radix: 16)
        let short = Self.range(start: 64512, count: 64, part: anchor, child: child)
        let long = Self.range(start: 4_200_000_000, count: 1_000_000, part: anchor, child: child)
        return AuthorityState(
            name: name,
            parent: parent,
            repository: repository,
            point: point,
            prefixes: child == nil
                ? ["10.\(second).0.0/12", "2001:db8:\(group)::/36"]
                : ["10.\(second).0.0/16", "2001:db8:\(group)::/40"],
            autonomousSystems: [short, long],
            certificateSerial: 0,
            certificateNotAfter: now.seconds + (parent == nil ? 2 : 1) * Self.authorityLifetime
        )
    }

    private static func range(start: UInt32, count: UInt32, part: Int, child: Int?) -> ClosedRange<UInt32> {
        let first = start + count * UInt32(part)
        guard let child else { return first...(first + count - 1) }
        let share = count / UInt32(fanOut)
        return (first + share * UInt32(child))...(first + share * UInt32(child) + share - 1)
    }

    /// The ROAs that an authority starts with: of both families, with and without a maximum length of their own,
    /// with one prefix and with several.
    func initialROAs(of authority: AuthorityState) -> [[RouteOrigin]] {
        let prefixes = authority.prefixes.compactMap { IPPrefix(parsing: $0) }
        guard let v4 = prefixes.first(where: { $0.family == .ipv4 }),
            let v6 = prefixes.first(where: { $0.family == .ipv6 })
        else { return [] }
        return (0..<configuration.roasPerAuthority).map { index in
            let numbers = authority.autonomousSystems[index % authority.autonomousSystems.count]
            let asn = ASN(numbers.lowerBound + UInt32(index) % UInt32(numbers.count))
            switch index % 5 {
            case 0: return origins(asn, (v4, 24, index, 24))
            case 1: return origins(asn, (v4, 22, index, 24))
            case 2: return origins(asn, (v6, 48, index, 48))
            case 3: return origins(asn, (v6, 44, index, 48))
            default: return origins(asn, (v4, 23, index, 24), (v6, 46, index, 46))
            }
        }
    }

    /// The origins of subnets: of a parent prefix, with a length, the number of the subnet, and a maximum length.
    private func origins(_ asn: ASN, _ subnets: (IPPrefix, UInt8, Int, UInt8)...) -> [RouteOrigin] {
        subnets.compactMap { parent, length, index, maxLength in
            // Subnets of different lengths take every fourth /24 or sixteenth /48, so that none covers another.
            let step: UInt8 = parent.family == .ipv4 ? 22 : 44
            let slots = UInt128(1) << UInt128(step - parent.length)
            let offset = (UInt128(index) % slots) << UInt128(128 - Int(step))
            let address = IPAddress(family: parent.family, bits: parent.bits | offset)
            return IPPrefix(address: address, length: length)
                .flatMap { RouteOrigin(prefix: $0, maxLength: maxLength, asn: asn) }
        }
    }
}
