import NumberResources
import RPKIObjects

/// The AS numbers that a router signs for, each of which becomes a router key (RFC 8209 section 3.1.3.5).
///
/// A certificate can list all four billion in a dozen octets: more than a router can have is refused.
struct RouterNumbersRule {
    /// AS numbers of one router certificate, at most.
    static let maximum = 100

    /// `resources` are those that the certificate holds in its chain (RFC 8360 section 4.2.6).
    static func numbers(in resources: EffectiveResources) throws(Rejection) -> [ASN] {
        guard !resources.asNumbers.isEmpty else { throw Rejection(.certificateNoResources, "no AS numbers") }
        var result: [ASN] = []
        for range in resources.asNumbers.ranges {
            for number in range.lowerBound.value...range.upperBound.value {
                guard result.count < maximum else {
                    throw Rejection(.routerTooManyASNs, "more than \(maximum)")
                }
                result.append(ASN(number))
            }
        }
        return result
    }
}
