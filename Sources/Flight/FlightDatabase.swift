import NumberResources
package import Payloads

/// Reads flight records and history, beside the running daemon or without it. Each call is one consistent view.
package final class FlightDatabase: Sendable {
    private let configuration: FlightConfiguration

    /// Opens the records in `configuration.directory` for reading.
    package init(configuration: FlightConfiguration) throws(FlightError) {
        self.configuration = configuration
    }

    /// Every flight of `payload`, oldest first.
    package func timeline(of payload: VRP) throws(FlightError) -> FlightTimeline {
        FlightTimeline(payload: payload.description, flights: [])
    }
}
