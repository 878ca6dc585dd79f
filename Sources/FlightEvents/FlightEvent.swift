/// What the stages of a flight report, in the order of the flight. One event per unit of work (a transaction,
/// an update, a publication point, a serial, a router's step), never one per object.
package enum FlightEvent: Sendable {
    case fetched(FetchRecord)
    case repositoryUpdated(RepositoryUpdateRecord)
    case evaluated(EvaluationRecord)
    case cycleCompleted(CycleRecord)
    case published(PublicationRecord)
    case router(RouterRecord)
}

/// Takes events. `record` never blocks and never fails: a full sink drops the event and counts it.
package protocol FlightSink: Sendable {
    func record(_ event: FlightEvent)
}

/// Forgets everything.
package struct DiscardingFlightSink: FlightSink {
    package init() {}
    package func record(_ event: FlightEvent) {}
}
