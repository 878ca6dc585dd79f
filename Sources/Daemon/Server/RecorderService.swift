import Flight
import ServiceLifecycle

/// Runs the flight recorder; at shutdown it is the last to end, so that it hears of everyone else's end.
struct RecorderService: Service {
    let recorder: FlightRecorder

    func run() async throws {
        await withGracefulShutdownHandler {
            await recorder.run()
        } onGracefulShutdown: {
            recorder.finish()
        }
    }
}
