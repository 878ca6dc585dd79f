import Dispatch

/// Runs the tasks that parse, hash and write what was fetched, on threads that serve nothing else: these tasks wait for
/// disks and name servers, which the threads of Swift's own pool must not.
final class WorkerExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "apus.transport", qos: .utility, attributes: .concurrent)

    init() {}

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async {
            job.runSynchronously(on: self.asUnownedTaskExecutor())
        }
    }
}
