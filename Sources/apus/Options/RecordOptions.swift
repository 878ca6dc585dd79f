import ArgumentParser
import Daemon
import Flight
import Foundation

/// The options of commands that read flight records and history, also beside a running daemon.
struct RecordOptions: ParsableArguments {
    @OptionGroup var global: GlobalOptions

    /// The records of the configured state directory.
    func configuration() throws -> FlightConfiguration {
        try global.configuration().flight
    }

    func database() throws -> FlightDatabase {
        try FlightDatabase(configuration: configuration())
    }
}

/// The part of the records that a command looks at.
struct RecordRange: ParsableArguments {
    @Option(help: "From this time on: RFC 3339 or POSIX seconds.")
    var since: InstantArgument?

    @Option(help: "Up to this time.")
    var until: InstantArgument?

    /// Nanoseconds UTC.
    func range() throws -> ClosedRange<Int64> {
        let lower = since?.nanoseconds ?? .min
        let upper = until?.nanoseconds ?? .max
        guard lower <= upper else { throw ValidationError("--since must not be later than --until") }
        return lower...upper
    }
}
