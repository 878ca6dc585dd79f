import Logging
import ObjectStore
import RPKIObjects
import Transport
import Validation

/// Fetches one subject and tells the engine what came of it.
struct SubjectFetch: Sendable {
    let engine: ValidationEngine
    let fetcher: RepositoryFetcher
    let store: ObjectStore
    let log: Logger

    func callAsFunction(
        _ subject: ValidatorService.Subject
    ) async -> (result: SchedulePolicy.Result, failures: [FetchFailure]) {
        switch subject {
        case .trustAnchor(let locator):
            let outcome = await fetcher.fetchTrustAnchor(locator)
            await StoredCertificates.offer(locator, in: store, to: engine)
            report(outcome.failures)
            return (.init(outcome.isFresh ? .unchanged : .failed, outcome.failures), outcome.failures)
        case .repository(let location):
            let outcome = await fetcher.update(location)
            await engine.repositoryUpdated(location, source: outcome.source, change: outcome.change)
            report(outcome.failures)
            return (outcome.result, outcome.failures)
        }
    }

    private func report(_ failures: [FetchFailure]) {
        for failure in failures { log.warning("cannot fetch \(failure)") }
    }
}
