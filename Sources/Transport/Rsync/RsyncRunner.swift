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

    /// Runs rsync; when the budget is spent, or more came than the working copy may hold, its whole process group is
    /// ended.
    ///
    /// - Parameters:
    ///   - copy: what rsync writes to. What it says of itself is checked at once; the files are looked at now and then,
    ///     since a server need not send what it has announced.
    ///   - maximumFileSize: octets of one file.
    ///   - measureInterval: seconds between two looks.
    func run(
        _ arguments: [String],
        into copy: WorkingCopy,
        maximumFileSize: Int,
        budget: Budget,
        measureInterval: Double
    ) async -> Report {
        let started = time.now()
        let watch = Watch(maximumEntries: copy.maximumFiles, maximumOctets: copy.maximumOctets)
        let ended = await withTaskGroup(of: RsyncExit?.self) { group in
            group.addTask { await spawn(arguments, maximumFileSize, watch) }
            group.addTask {
                if await exceedsLimits(copy, interval: measureInterval) { watch.end(.tooMuch) }
                return nil
            }
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

    /// Looks at the working copy until it holds too much (true) or the task is cancelled.
    private func exceedsLimits(_ copy: WorkingCopy, interval: Double) async -> Bool {
        var wait = interval
        while (try? await Task.sleep(for: .seconds(wait))) != nil {
            let start = time.now().monotonic
            if copy.exceedsLimits() { return true }
            // A twentieth of the time at most goes into looking.
            wait = max(interval, Double(time.now().monotonic - start) / 1e9 * 20)
        }
        return false
    }

    private func spawn(_ arguments: [String], _ maximumFileSize: Int, _ watch: Watch) async -> RsyncExit {
        var options = PlatformOptions()
        // A group of its own: rsync forks, and all of it must end together.
        options.processGroupID = 0
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(1)),
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .seconds(1)),
        ]
        let environment = RsyncCommand.environment(from: ProcessInfo.processInfo.environment)
        let limited = RsyncCommand.limited(command, arguments, maximumFileSize: maximumFileSize)
        do {
            let result = try await Subprocess.run(
                .path(FilePath(limited.program)),
                arguments: Arguments(limited.arguments),
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
