import Foundation

/// Where flight records and archived payload sets live, and how long.
package struct FlightConfiguration: Sendable {
    /// Holds `flight.sqlite` and the directory `archive`.
    package var directory: String
    /// Records and archived sets older than this are removed.
    package var retention: Duration = .seconds(90 * 86_400)
    /// Events that may wait to be written; more are dropped and counted.
    package var queueCapacity = 100_000
    /// An archived set follows the one before no sooner than this, so that a busy day does not write a full
    /// pass over a million payloads every second. Sets in between are in the database all the same.
    package var archiveInterval: Duration = .seconds(60)
    /// Deltas after a full set; the next set is stored whole again. Bounds the time to restore.
    package var archiveChain = 144

    package init(directory: String) {
        self.directory = directory
    }

    package var databasePath: String { (directory as NSString).appendingPathComponent("flight.sqlite") }
    package var archiveDirectory: String { (directory as NSString).appendingPathComponent("archive") }
}
