import RPKICrypto

/// What the updates under way have in common: the segment they append to, and which objects they rely on.
///
/// Used by one thread at a time. Looking up an object and relying on it are one step, and forgetting objects is
/// another (``reliedOn``), so that no object is forgotten between the two.
struct BlobAppender {
    private struct Claim {
        /// nil: the object is in the index.
        let location: BlobLocation?
        var updates: Int
    }

    var writer: SegmentWriter
    private var claims: [SHA256Digest: Claim] = [:]
    /// The leading eight octets of all digests in the index, and of some that were there: what is not among them is
    /// new, which spares a look into the database.
    private var indexed: CompactSet<UInt64>
    /// Objects that any update relied on since a garbage collection began to look; nil while none is under way.
    private var claimedSinceMark: Set<SHA256Digest>?

    /// `indexed` holds the leading words of the digests in the index, ascending.
    init(writer: SegmentWriter, indexed: [UInt64]) {
        self.writer = writer
        self.indexed = CompactSet(indexed)
    }

    enum Source {
        case shared
        case written
    }

    /// Makes an update rely on an object, which is appended unless `isStored` knows it or another update brought it.
    mutating func claim(
        _ hash: SHA256Digest,
        bytes: [UInt8],
        isStored: (SHA256Digest) throws(StoreError) -> Bool
    ) throws(StoreError) -> Source {
        if let claim = claims[hash], !isLost(claim) {
            claims[hash]?.updates += 1
            return .shared
        }
        // The claim of an update whose segment failed is taken over: it will not be committed.
        let updates = (claims[hash]?.updates ?? 0) + 1
        let stored = try indexed.contains(hash.leadingWord) ? isStored(hash) : false
        let location = stored ? nil : try writer.append(bytes, hash: hash)
        claims[hash] = Claim(location: location, updates: updates)
        claimedSinceMark?.insert(hash)
        return stored ? .shared : .written
    }

    /// Where the objects are that the index does not know yet.
    ///
    /// - Throws: ``StoreError/failed(path:reason:)`` when one of them may not have reached the disk.
    func locations(_ hashes: Set<SHA256Digest>, path: String) throws(StoreError) -> [(SHA256Digest, BlobLocation)] {
        var locations: [(SHA256Digest, BlobLocation)] = []
        for hash in hashes {
            guard let claim = claims[hash] else { continue }
            guard !isLost(claim) else {
                throw .failed(path: path, reason: "a segment could not be written to disk")
            }
            if let location = claim.location { locations.append((hash, location)) }
        }
        return locations.sorted { $0.0 < $1.0 }
    }

    /// The index refers to these objects now.
    mutating func noteIndexed(_ hashes: some Sequence<SHA256Digest>) {
        for hash in hashes {
            indexed.insert(hash.leadingWord)
            if let claim = claims[hash] { claims[hash] = Claim(location: nil, updates: claim.updates) }
        }
    }

    /// An update that relied on these objects has ended.
    mutating func release(_ hashes: Set<SHA256Digest>) {
        for hash in hashes {
            guard let claim = claims[hash] else { continue }
            claims[hash] = claim.updates > 1 ? Claim(location: claim.location, updates: claim.updates - 1) : nil
        }
    }

    /// Segments that hold objects that may still be committed, or will get more.
    var segmentsInUse: Set<UInt32> {
        var numbers = Set(claims.values.compactMap { $0.location?.segment })
        if let current = writer.currentNumber { numbers.insert(current) }
        return numbers
    }

    // MARK: Garbage collection

    mutating func beginMark() {
        // What updates under way rely on already counts as much as what they will.
        claimedSinceMark = Set(claims.keys)
    }

    mutating func endMark() {
        claimedSinceMark = nil
    }

    /// Whether an update relies on the object, or has since the mark began.
    func reliesOn(_ hash: SHA256Digest) -> Bool {
        claims[hash] != nil || claimedSinceMark?.contains(hash) == true
    }

    /// Keeps objects that something other than an update begins to refer to.
    mutating func noteReferenced(_ hashes: some Sequence<SHA256Digest>) {
        claimedSinceMark?.formUnion(hashes)
    }

    private func isLost(_ claim: Claim) -> Bool {
        claim.location.map { writer.failed.contains($0.segment) } ?? false
    }
}
