import RPKICrypto

/// Counts what a repository has while an update is applied, so that it ends when that is more than it may have.
struct RepositoryTally {
    struct Limits {
        var objects: Int
        var octets: Int64
    }

    private let limits: Limits
    /// Of all objects, as they will be.
    private(set) var objects: Int
    private(set) var octets: Int64
    /// Of what was written in this update, some of which may be gone again.
    private var written: Int64 = 0
    private var sizes: [SHA256Digest: Int] = [:]

    /// - Parameters:
    ///   - objects: before the update; 0 where it replaces everything.
    ///   - octets: the same.
    init(_ limits: Limits, objects: Int = 0, octets: Int64 = 0) {
        self.limits = limits
        self.objects = objects
        self.octets = octets
    }

    /// An object of a snapshot, or a new one.
    mutating func add(octets count: Int) {
        objects += 1
        octets += Int64(count)
        written += Int64(count)
    }

    /// The same, of which a later delta may dispose.
    mutating func add(_ hash: SHA256Digest, octets count: Int) {
        add(octets: count)
        sizes[hash] = count
    }

    /// An object that is gone. `stored` is asked for its size when this update did not bring it; nil when nobody knows.
    mutating func remove<Failure: Error>(
        _ hash: SHA256Digest,
        stored: () throws(Failure) -> Int?
    ) throws(Failure) {
        let size: Int?
        if let known = sizes[hash] { size = known } else { size = try stored() }
        objects = max(objects - 1, 0)
        octets = max(octets - Int64(size ?? 0), 0)
    }

    /// What is already too much, whatever comes; nil when nothing is.
    var excess: String? {
        if written > limits.octets { return text(octets: limits.octets) }
        // Within a delta the objects that go may come after those that take their place.
        if objects > limits.objects * 2 { return text(objects: limits.objects) }
        return nil
    }

    /// What is too much when the update is whole; nil when nothing is.
    var finalExcess: String? {
        if octets > limits.octets { return text(octets: limits.octets) }
        if objects > limits.objects { return text(objects: limits.objects) }
        return nil
    }

    private func text(octets: Int64) -> String { "the repository has more than \(octets) octets" }
    private func text(objects: Int) -> String { "the repository has more than \(objects) objects" }
}
