import GRDB

extension TemporaryStore {
    /// Runs SQL behind the store's back. The store must be closed.
    func execute(_ sql: String, arguments: StatementArguments = StatementArguments()) throws {
        let queue = try DatabaseQueue(path: path + "/store.sqlite")
        try queue.writeWithoutTransaction { try $0.execute(sql: sql, arguments: arguments) }
        try queue.close()
    }
}
