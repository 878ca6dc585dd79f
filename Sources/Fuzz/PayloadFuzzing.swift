import NumberResources
import Payloads

/// Payloads from files, and what is computed from payloads.
enum PayloadFuzzing {
    /// What is read strictly reads the same leniently; files apply without conflict with themselves alone.
    static func localExceptions(_ input: [UInt8]) {
        let lenient = read(input, strict: false)
        if let strict = read(input, strict: true) {
            invariant(strict == lenient, "strictly read, it says something else")
            invariant(strict.warnings.isEmpty, "a warning where nothing is tolerated")
        }
        guard let lenient, let set = try? LocalExceptionSet([lenient]) else { return }
        let before = PayloadListing(
            trustAnchors: ["fuzz"],
            vrps: lenient.prefixFilters.compactMap { rule in
                guard let prefix = rule.content.prefix else { return nil }
                return VRP(prefix: prefix, maxLength: prefix.length, asn: rule.content.asn ?? ASN(1))
                    .map { TrustedVRP(vrp: $0, trustAnchor: 0) }
            },
            routerKeys: [],
            aspas: []
        )
        let outcome = set.applied(to: before)
        let left = outcome.listing.vrps.filter { $0.trustAnchor != LocalExceptionSet.noTrustAnchor }
        invariant(left.isEmpty, "\(left) was filtered by its own filter and is still there")
        let asserted = Set(lenient.prefixAssertions.map(\.content))
        invariant(Set(outcome.listing.vrps.map(\.vrp)) == asserted, "not what was asserted")
    }

    private static func read(_ input: [UInt8], strict: Bool) -> LocalExceptions? {
        do {
            return try LocalExceptions(decoding: input, file: "fuzz", strict: strict)
        } catch {
            invariant(error.line ?? 0 >= 1 && !error.description.isEmpty, "an error without a place")
            return nil
        }
    }

    /// What was read and written reads the same.
    static func payloadFile(_ input: [UInt8]) {
        guard let listing = try? VRPFile.decode(input) else { return }
        var output: [UInt8] = []
        let written: Void? = try? {
            var sink = ByteSink { output += $0 }
            try JSONFormat.write(listing, generated: 0, to: &sink)
            try sink.finish()
        }()
        invariant(written != nil, "a listing that cannot be written")
        let again = try? VRPFile.decode(output)
        invariant(again?.payloads == listing.payloads, "written otherwise than it was read")
        let delta = PayloadDelta(from: .empty, to: listing.payloads)
        invariant((try? delta.applied(to: .empty)) == listing.payloads, "the delta from nothing is not the set")
    }

    /// Validation by the trie agrees with a look at every VRP (RFC 6811 section 2). `input` is records of VRPs and one
    /// route.
    static func originValidation(_ input: [UInt8]) {
        var records = input.prefix(9 * 64)[...]
        guard let (route, _, origin) = record(&records) else { return }
        var vrps: [VRP] = []
        while let (prefix, extra, asn) = record(&records) {
            let maxLength = min(prefix.length + extra % 8, prefix.family.bitWidth)
            if let vrp = VRP(prefix: prefix, maxLength: maxLength, asn: asn) { vrps.append(vrp) }
        }
        vrps = vrps.sortedUnique()
        let validity = RouteOriginValidation(vrps: vrps).validity(of: route, origin: origin)
        let covering = vrps.filter { $0.prefix.covers(route) }
        let matching = covering.filter { $0.asn == origin && origin != ASN(0) && route.length <= $0.maxLength }
        switch validity.state {
        case .valid: invariant(!matching.isEmpty, "valid without a match")
        case .invalid: invariant(matching.isEmpty && !covering.isEmpty, "invalid but matched or not covered")
        case .notFound: invariant(covering.isEmpty, "not found but covered")
        }
        let count = validity.matched.count + validity.unmatchedAS.count + validity.unmatchedLength.count
        invariant(count == covering.count, "\(count) explained of \(covering.count)")
    }

    /// A prefix and an AS number that tend to collide: few bits of the address vary.
    private static func record(_ input: inout ArraySlice<UInt8>) -> (IPPrefix, UInt8, ASN)? {
        guard input.count >= 5 else { return nil }
        let octets = Array(input.prefix(5))
        input = input.dropFirst(5)
        let family: AddressFamily = octets[0] & 1 == 0 ? .ipv4 : .ipv6
        let bits = UInt128(octets[1]) << 120 | UInt128(octets[2]) << (family == .ipv4 ? 96 : 0)
        let address = IPAddress(family: family, bits: bits)
        guard let prefix = IPPrefix(truncating: address, length: octets[3] % (family.bitWidth + 1)) else { return nil }
        return (prefix, octets[0] >> 1, ASN(UInt32(octets[4] % 4)))
    }
}
