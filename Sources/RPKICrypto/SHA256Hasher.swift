import COpenSSL

/// SHA-256 of data that arrives in pieces. A value: a copy goes on independently.
package struct SHA256Hasher: Sendable {
    private var state = State()

    package init() {}

    /// Adds octets.
    package mutating func update(_ data: UnsafeRawBufferPointer) {
        if !isKnownUniquelyReferenced(&state) { state = State(copying: state) }
        apus_sha256_update(state.hash, data.baseAddress, data.count)
    }

    /// Adds octets.
    package mutating func update(_ data: some Collection<UInt8>) {
        if !isKnownUniquelyReferenced(&state) { state = State(copying: state) }
        data.withContiguousOctets { apus_sha256_update(state.hash, $0.baseAddress, $0.count) }
    }

    /// The digest of all octets added so far. More may be added afterwards.
    package func finalize() -> SHA256Digest {
        let copy = State(copying: state)
        return SHA256Digest(filledBy: { apus_sha256_final(copy.hash, $0) })
    }

    // Sendable although it holds mutable memory: that memory changes only in `update`, and there only
    // when no other value refers to it.
    private final class State: @unchecked Sendable {
        let hash: OpaquePointer

        init() {
            hash = apus_sha256_new()
        }

        init(copying other: State) {
            hash = apus_sha256_copy(other.hash)
        }

        deinit {
            apus_sha256_free(hash)
        }
    }
}

extension SHA256Digest {
    /// The digest of `data`.
    package init(hashing data: some Collection<UInt8>) {
        self = data.withContiguousOctets { octets in
            SHA256Digest(filledBy: { apus_sha256_digest(octets.baseAddress, octets.count, $0) })
        }
    }

    /// The digest of `data`.
    package init(hashing data: UnsafeRawBufferPointer) {
        self.init(filledBy: { apus_sha256_digest(data.baseAddress, data.count, $0) })
    }
}
