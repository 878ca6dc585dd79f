import ArgumentParser

struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "What was served in the past.",
        subcommands: [
            HistoryCovered.self, HistoryPayload.self, HistoryDiff.self, HistoryRestore.self, HistorySets.self,
        ]
    )
}
