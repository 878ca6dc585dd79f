import FlightEvents
import Foundation
import Subprocess
import Synchronization
import SystemPackage

/// Runs the rsync program under a budget of time and of data.
struct RsyncRunner: Sendable {
    /// The program: a path, or a name to be found in `PATH`.
    let command: String
    let time: any TimeSource

    /// What one run did.
    struct Report: Sendable {
        var exit: RsyncExit
        /// What it said on standard error, shortened.
        var standardError = ""
        var progress = RsyncProgress()
        var started: Timestamp
        /// When the file list began to arrive.
        var firstByte: Timestamp?
        var finished: Timestamp
    }

    /// Runs rsync; when the budget is spent, or more came than the limits allow, its whole process group is ended.
    func run(
        _ arguments: [String],
        budget: Budget,
        maximumEntries: Int = .max,
        maximumOctets: Int64 = .max
    ) async -> Report {
        let started = time.now()
        let watch = Watch(maximumEntries: maximumEntries, maximumOctets: maximumOctets)
        let ended = await withTaskGroup(of: RsyncExit?.self) { group in
            group.addTask { await spawn(arguments, watch) }
            group.addTask {
                try? await Task.sleep(for: .seconds(budget.seconds))
                if !Task.isCancelled { watch.end(.timedOut) }
                return nil
            }
            // Whichever comes first ends the other: cancelling the run ends the process group.
            var exit = await group.next() ?? nil
            group.cancelAll()
            while let other = await group.next() { exit = exit ?? other }
            return exit
        }
        var exit = watch.endedBecause ?? ended ?? .cancelled
        if Task.isCancelled { exit = .cancelled }
        let (progress, standardError, firstByte) = watch.result
        return Report(
            exit: exit,
            standardError: standardError,
            progress: progress,
            started: started,
            firstByte: firstByte,
            finished: time.now()
        )
    }

    private func spawn(_ arguments: [String], _ watch: Watch) async -> RsyncExit {
        var options = PlatformOptions()
        // A group of its own: rsync forks, and all of it must end together.
        options.processGroupID = 0
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(1)),
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .seconds(1)),
        ]
        let environment = RsyncCommand.environment(from: ProcessInfo.processInfo.environment)
        do {
            let result = try await Subprocess.run(
                command.contains("/") ? .path(FilePath(command)) : .name(command),
                arguments: Arguments(arguments),
                environment: .custom(
                    Dictionary(uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0), $1) })
                ),
                platformOptions: options,
                input: .none,
                output: .sequence,
                error: .sequence
            ) { execution in
                async let errors: Void = watch.readErrors(execution.standardError)
                try await watch.read(execution.standardOutput, time)
                await errors
            }
            return switch result.terminationStatus {
            case .exited(let code): .code(code)
            case .signaled(let signal): .signal(signal)
            }
        } catch is TooMuch {
            return .tooMuch
        } catch {
            return Task.isCancelled ? .cancelled : .notStarted("\(error)")
        }
    }

    /// Thrown out of the run to end it.
    private struct TooMuch: Error {}

    /// What has been seen of a run; written by the tasks that read its output.
    private final class Watch: Sendable {
        private struct State {
            var progress = RsyncProgress()
            var standardError: [UInt8] = []
            var firstByte: Timestamp?
            var reason: RsyncExit?
        }

        private let state = Mutex(State())
        private let maximumEntries: Int
        private let maximumOctets: Int64

        init(maximumEntries: Int, maximumOctets: Int64) {
            self.maximumEntries = maximumEntries
            self.maximumOctets = maximumOctets
        }

        /// Reads standard output to its end; throws when the run must end because of what it brought.
        func read(_ output: SubprocessOutputSequence, _ time: any TimeSource) async throws(TooMuch) {
            var iterator = output.makeAsyncIterator()
            // An error of reading is an end: how the run ended is told by its exit status.
            while let buffer = try? await iterator.next() {
                let isTooMuch = buffer.withUnsafeBytes { take($0, time) }
                if isTooMuch { throw TooMuch() }
            }
        }

        /// Reads standard error to its end and keeps the beginning.
        func readErrors(_ output: SubprocessOutputSequence) async {
            var iterator = output.makeAsyncIterator()
            while let buffer = try? await iterator.next() {
                buffer.withUnsafeBytes { bytes in
                    state.withLock { $0.standardError.append(contentsOf: bytes.prefix(4_096 - $0.standardError.count)) }
                }
            }
        }

        private func take(_ bytes: UnsafeRawBufferPointer, _ time: any TimeSource) -> Bool {
            state.withLock { state in
                state.progress.take(bytes)
                if state.firstByte == nil, state.progress.hasFileList { state.firstByte = time.now() }
                return state.progress.entries > maximumEntries || state.progress.octets > maximumOctets
            }
        }

        func end(_ reason: RsyncExit) {
            state.withLock { $0.reason = $0.reason ?? reason }
        }

        var endedBecause: RsyncExit? { state.withLock { $0.reason } }

        var result: (RsyncProgress, String, Timestamp?) {
            state.withLock { ($0.progress, String(decoding: $0.standardError, as: UTF8.self), $0.firstByte) }
        }
    }
}
