import GRDB
import RPKICrypto

/// The objects that something stored refers to.
///
/// Holds the leading eight octets of their digests: eight octets each, and the rare stranger that shares them lives on
/// without harm.
struct GarbageMark {
    private let words: CompactSet<UInt64>

    init(_ db: Database) throws {
        var words: [UInt64] = []
        for repository in try RepositoryRow.fetchAll(db) {
            guard let id = repository.id else { continue }
            try DirectoryRow.forEach(db, repository: id) { _, name, content in
                // What a damaged row names cannot be told; it will be fetched again.
                guard let listing = try? DirectoryListing(row: content, repository: repository.name, name: name)
                else { return }
                words.append(contentsOf: listing.entries.values.lazy.map(\.leadingWord))
            }
        }
        try PublicationPointTable.forEach(db) { point in
            words.append(point.manifest.leadingWord)
            words.append(contentsOf: point.entries.lazy.map(\.hash.leadingWord))
        }
        self.words = CompactSet(words)
    }

    func contains(_ hash: SHA256Digest) -> Bool {
        words.contains(hash.leadingWord)
    }
}
