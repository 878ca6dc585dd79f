import ArgumentParser
import DER
import NumberResources
import Payloads

/// A time on the command line: RFC 3339 or POSIX seconds.
struct InstantArgument: ExpressibleByArgument {
    let time: PosixTime

    init?(argument: String) {
        guard let time = PosixTime(parsing: argument) else { return nil }
        self.time = time
    }

    /// Nanoseconds since 1970-01-01 UTC.
    var nanoseconds: Int64 { time.seconds.multipliedReportingOverflow(by: 1_000_000_000).partialValue }
}

/// A VRP on the command line: PREFIX-MAXLENGTH-ASN.
struct PayloadArgument: ExpressibleByArgument {
    let vrp: VRP

    init?(argument: String) {
        guard let vrp = VRP(parsing: argument) else { return nil }
        self.vrp = vrp
    }
}

/// A prefix on the command line.
struct PrefixArgument: ExpressibleByArgument {
    let prefix: IPPrefix

    init?(argument: String) {
        guard let prefix = IPPrefix(parsing: argument) else { return nil }
        self.prefix = prefix
    }
}

/// An AS number on the command line: AS64496 or 64496.
struct ASNArgument: ExpressibleByArgument {
    let asn: ASN

    init?(argument: String) {
        guard let asn = ASN(parsing: argument) else { return nil }
        self.asn = asn
    }
}

/// Values with commas between.
struct ArgumentList<Value: ExpressibleByArgument & Sendable>: ExpressibleByArgument, Sendable {
    let values: [Value]

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
        let values = parts.compactMap { Value(argument: String($0)) }
        guard values.count == parts.count else { return nil }
        self.values = values
    }
}
