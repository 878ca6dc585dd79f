import NumberResources

/// The files of local exceptions that are in force together.
///
/// They are the union of their rules, and must not contradict each other: the set is used as a whole or not at all
/// (RFC 8416 sections 4.1 and 4.2).
package struct LocalExceptionSet: Hashable, Sendable {
    package let files: [LocalExceptions]

    package static let none = LocalExceptionSet()

    private init() {
        files = []
    }

    /// Throws the first overlap between two of the files (RFC 8416 section 4.2): an address in prefixes of both, or an
    /// AS number in router key rules of both, or a customer in ASPA rules of both. The error names the later rule.
    package init(_ files: [LocalExceptions]) throws(LocalExceptionsError) {
        self.files = files
        var prefixes = PrefixTrie<LocalExceptions.Place>()
        var routerKeyASNs: [ASN: LocalExceptions.Place] = [:]
        var customers: [ASN: LocalExceptions.Place] = [:]
        for file in files {
            let places = file.prefixPlaces
            for (prefix, place) in places {
                if let other = prefixes.covering(prefix).first ?? prefixes.covered(by: prefix).first {
                    throw Self.overlap("\(prefix)", place, "\(other.prefix)", other.value)
                }
            }
            for (asn, place) in file.routerKeyPlaces {
                if let other = routerKeyASNs[asn] { throw Self.overlap("\(asn)", place, "\(asn)", other) }
            }
            for (customer, place) in file.customerPlaces {
                if let other = customers[customer] { throw Self.overlap("\(customer)", place, "\(customer)", other) }
            }
            // Within one file overlaps are allowed: it joins the others' rules only now.
            for (prefix, place) in places where prefixes[prefix] == nil { prefixes.insert(place, at: prefix) }
            routerKeyASNs.merge(file.routerKeyPlaces) { first, _ in first }
            customers.merge(file.customerPlaces) { first, _ in first }
        }
    }

    private static func overlap(
        _ subject: String,
        _ place: LocalExceptions.Place,
        _ otherSubject: String,
        _ other: LocalExceptions.Place
    ) -> LocalExceptionsError {
        LocalExceptionsError(
            file: place.file,
            line: place.line,
            member: place.entry,
            detail: "\(subject) overlaps with \(otherSubject) of \(other); none of the files is used "
                + "(RFC 8416 section 4.2)"
        )
    }
}

extension LocalExceptions {
    /// The prefixes of filters and assertions.
    fileprivate var prefixPlaces: [(IPPrefix, Place)] {
        prefixFilters.compactMap { rule in rule.content.prefix.map { ($0, rule.place) } }
            + prefixAssertions.map { ($0.content.prefix, $0.place) }
    }

    /// The AS numbers of router key filters and assertions.
    fileprivate var routerKeyPlaces: [(ASN, Place)] {
        routerKeyFilters.compactMap { rule in rule.content.asn.map { ($0, rule.place) } }
            + routerKeyAssertions.map { ($0.content.asn, $0.place) }
    }

    /// The customers of ASPA filters and assertions.
    fileprivate var customerPlaces: [(ASN, Place)] {
        aspaFilters.map { ($0.content, $0.place) } + aspaAssertions.map { ($0.content.customer, $0.place) }
    }
}
