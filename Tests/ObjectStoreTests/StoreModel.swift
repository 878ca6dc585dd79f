import FlightEvents
import Foundation
import ObjectStore
import RPKICrypto

/// A history of committed updates of two repositories, with a copy of the directory after each commit and amid each
/// update: the states in which a crash can leave the store.
struct StoreModel {
    /// What one repository holds, by URI.
    typealias Contents = [String: [UInt8]]

    struct Moment {
        let place: TemporaryStore
        let committed: [RepositoryID: Contents]
    }

    let repositories: [RepositoryID]
    private(set) var moments: [Moment] = []
    /// Every digest that a URI ever had.
    private(set) var everHeld: [String: Set<SHA256Digest>] = [:]
    let original: TemporaryStore

    init(seed: UInt64, commits: Int, segmentSize: Int = 6_000) throws {
        var random = RepeatableGenerator(state: seed)
        repositories = [try rrdp("one.example.net"), try rrdp("two.example.net")]
        original = TemporaryStore()
        let store = try original.open(segmentSize: segmentSize)
        var committed: [RepositoryID: Contents] = [:]
        for number in 0..<commits {
            let id = repositories[number % 2]
            let replacing = number < 2 || Int.random(in: 0..<4, using: &random) == 0
            var contents = replacing ? [:] : committed[id] ?? [:]
            let update = try store.beginUpdate(id, replacingAll: replacing)
            for _ in 0..<12 {
                let directory = Int.random(in: 0..<4, using: &random)
                let file = Int.random(in: 0..<6, using: &random)
                let uri = "rsync://example.net/repo/\(directory)/\(file).roa"
                let bytes = random.octets(Int.random(in: 0..<600, using: &random))
                let hash = try update.put(uri: uri, bytes: bytes)
                everHeld[uri, default: []].insert(hash)
                contents[uri] = bytes
            }
            if !replacing, let gone = contents.keys.sorted().randomElement(using: &random) {
                try update.remove(uri: gone)
                contents[gone] = nil
            }
            if number % 3 == 0 { moments.append(Moment(place: try original.copy(), committed: committed)) }
            _ = try update.commit(state: original.state)
            committed[id] = contents
            moments.append(Moment(place: try original.copy(), committed: committed))
        }
    }
}
