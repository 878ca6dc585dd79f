package import Flight
import RTR

extension Configuration {
    /// What the flight recorder is told.
    package var flight: FlightConfiguration {
        var result = FlightConfiguration(directory: stateDirectory)
        result.retention = .seconds(Int64(retention) * 86_400)
        return result
    }

    /// What the RTR server is told; throws `badValue` for a listener or timers that cannot be.
    func rtrServer() throws(ConfigurationError) -> RTRServerConfiguration {
        var endpoints: [Endpoint] = []
        for text in rtrListeners {
            guard let endpoint = Endpoint(parsing: text) else {
                throw ConfigurationError(.badValue, "rtr: \(text) is not HOST:PORT")
            }
            endpoints.append(endpoint)
        }
        var result = RTRServerConfiguration(endpoints: endpoints)
        guard let refresh = UInt32(exactly: rtrRefresh), let retry = UInt32(exactly: rtrRetry),
            let expire = UInt32(exactly: rtrExpire),
            let timers = SynchronisationTimers(refresh: refresh, retry: retry, expire: expire)
        else {
            throw ConfigurationError(.badValue, "rtr-expire must exceed rtr-refresh and rtr-retry")
        }
        result.timers = timers
        return result
    }
}
