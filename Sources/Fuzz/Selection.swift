import Foundation

/// What the environment asks for.
enum Selection {
    private static let environment = ProcessInfo.processInfo.environment

    /// The one target to run; nil for all.
    static let only: FuzzTarget? = environment["APUS_FUZZ_TARGET"].map { name in
        guard let target = FuzzTarget.named(name) else {
            let names = FuzzTarget.allCases.map(\.name).joined(separator: " ")
            FileHandle.standardError.write(Data("No target \(name). There are: \(names)\n".utf8))
            exit(64)
        }
        return target
    }

    /// Where seeds are to be made.
    static let seedDirectory = environment["APUS_FUZZ_SEEDS"]

    /// Whether only the names of the targets are asked for.
    static let listsTargets = environment["APUS_FUZZ_LIST"] != nil
}
