package import NumberResources

/// Route origin validation (RFC 6811, RFC 8481) against a fixed set of VRPs.
///
/// It judges every route alike, whatever protocol it came from (RFC 8481 section 4): applying policy is
/// the caller's.
package struct RouteOriginValidation: Sendable {
    /// Ascending: the VRPs of one prefix stand together.
    private let vrps: [VRP]
    /// Where in `vrps` the VRPs of a prefix stand.
    private let index: PrefixTrie<Range<Int>>

    /// Builds the index; `vrps` need not be sorted.
    package init(vrps: [VRP]) {
        let vrps = vrps.sortedUnique()
        var index = PrefixTrie<Range<Int>>()
        index.reserveCapacity(vrps.count)
        var start = 0
        while start < vrps.count {
            var end = start + 1
            while end < vrps.count, vrps[end].prefix == vrps[start].prefix { end += 1 }
            index.insert(start..<end, at: vrps[start].prefix)
            start = end
        }
        self.vrps = vrps
        self.index = index
    }

    /// The validity of a route to `prefix`.
    ///
    /// `origin` is nil for a route without one (its AS_PATH ends in an AS_SET, or is empty from outside):
    /// no VRP matches it (RFC 6811 section 2). Nor does a VRP for AS 0 match any route (RFC 6483 section 4,
    /// RFC 7607).
    package func validity(of prefix: IPPrefix, origin: ASN?) -> RouteValidity {
        var validity = RouteValidity(prefix: prefix, origin: origin)
        for (_, range) in index.covering(prefix) {
            for vrp in vrps[range] {
                if prefix.length > vrp.maxLength {
                    validity.unmatchedLength.append(vrp)
                } else if vrp.asn != origin || vrp.asn.value == 0 {
                    validity.unmatchedAS.append(vrp)
                } else {
                    validity.matched.append(vrp)
                }
            }
        }
        return validity
    }
}

/// What the VRPs say about one route, and which of them say it.
///
/// A covering VRP that misses both the length and the origin AS counts as unmatched by length, and `as` is
/// the reason as soon as one VRP misses the origin AS alone: the division of Routinator's validity output.
package struct RouteValidity: Hashable, Sendable {
    /// RFC 6811 section 2.
    package enum State: String, Sendable {
        case valid
        case invalid
        case notFound = "not-found"
    }

    /// Why no covering VRP matches an invalid route.
    package enum Reason: String, Sendable {
        /// Some allow the route's length, but for other origin ASes.
        case `as`
        /// All of them allow shorter prefixes only.
        case length
    }

    package let prefix: IPPrefix
    package let origin: ASN?
    /// VRPs that cover the route and match it.
    package fileprivate(set) var matched: [VRP] = []
    /// VRPs that cover the route and allow its length, but for another AS.
    package fileprivate(set) var unmatchedAS: [VRP] = []
    /// VRPs that cover the route, but whose maximum length it exceeds.
    package fileprivate(set) var unmatchedLength: [VRP] = []

    fileprivate init(prefix: IPPrefix, origin: ASN?) {
        self.prefix = prefix
        self.origin = origin
    }

    package var state: State {
        if !matched.isEmpty { return .valid }
        return unmatchedAS.isEmpty && unmatchedLength.isEmpty ? .notFound : .invalid
    }

    /// nil unless the route is invalid.
    package var reason: Reason? {
        guard state == .invalid else { return nil }
        return unmatchedAS.isEmpty ? .length : .as
    }

    /// The state in a sentence.
    package var explanation: String {
        switch (state, reason) {
        case (.valid, _): "At least one VRP matches the route"
        case (.invalid, .length): "VRPs cover the route, but its prefix is longer than any of them allows"
        case (.invalid, _): "VRPs cover the route, but none that allows its length is for its origin AS"
        case (.notFound, _): "No VRP covers the route"
        }
    }
}
