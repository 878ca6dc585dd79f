/// While it lives, no object is forgotten that was referred to when it was made: for evaluations that read objects
/// they listed a while ago.
package final class ReaderPin: Sendable {
    private let end: @Sendable () -> Void

    init(_ end: @escaping @Sendable () -> Void) {
        self.end = end
    }

    deinit {
        end()
    }
}
