package import RPKICrypto

/// New contents of one repository on their way into the store. Nothing of it is visible before ``commit(state:)``.
package final class RepositoryUpdate {
    package func put(
        uri: String,
        bytes: [UInt8],
        expecting: ObjectExpectation = .anything
    ) throws(StoreError) -> SHA256Digest { throw .updateEnded }
    package func keep(uri: String) throws(StoreError) -> Bool { false }
    package func remove(uri: String, expecting: ObjectExpectation = .anything) throws(StoreError) {}
    package func commit(state: RepositoryState) throws(StoreError) -> RepositoryChange { throw .updateEnded }
    package func abandon() {}
}
