extension Collection<UInt8> {
    /// Calls `body` with the octets in one piece of memory, copied only if they do not already lie so.
    func withContiguousOctets<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = withContiguousStorageIfAvailable(body) { return result }
        return Array(self).withUnsafeBufferPointer(body)
    }
}
