package import FlightEvents
package import Logging

/// Takes the stages' events and writes them to the flight database.
package final class FlightRecorder: FlightSink {
    package init(
        configuration: FlightConfiguration,
        time: any TimeSource,
        log: Logger
    ) throws(FlightError) {
    }

    package func record(_ event: FlightEvent) {
    }

    /// Writes until `finish` is called (or the task is cancelled) and everything recorded before is written.
    package func run() async {
    }

    /// Makes `run` write what is waiting and return.
    package func finish() {
    }
}
