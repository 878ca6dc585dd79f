import NumberResources
import RPKIObjects

/// The AS numbers that a router signs for, each of which becomes a router key (RFC 8209 section 3.1.3.5).
///
/// A certificate can list all four billion in a dozen octets: more than a router can have is refused.
struct RouterNumbersRule {
    /// AS numbers of one router certificate, at most.
    static let maximum = 100

    static func numbers(of certificate: ResourceCertificate) throws(Rejection) -> [ASN] {
        guard case .explicit(let asNumbers) = certificate.asResources else {
            throw Rejection(.certificateNoResources, "no AS numbers")
        }
        var result: [ASN] = []
        for range in asNumbers.ranges {
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
