package import DER
package import FlightEvents
package import Payloads
package import RPKIObjects

/// Which objects state a payload.
package struct Provenance: Sendable {
    /// An object that states a payload.
    package struct Statement: Hashable, Sendable {
        package let object: ObjectReference
        /// Index into ``EngineOutput/trustAnchors``.
        package let trustAnchor: UInt16
        package let signed: PosixTime?
        package let notBefore: PosixTime
        package let notAfter: PosixTime
    }

    /// The payload objects of one publication point; shares its arrays with the engine.
    struct Source: Sendable {
        let trustAnchor: UInt16
        let directory: RsyncURI
        let objects: [AcceptedObject]
    }

    struct Entry: Comparable, Sendable {
        let vrp: TrustedVRP
        let source: UInt32
        let object: UInt32

        static func < (left: Entry, right: Entry) -> Bool {
            if left.vrp != right.vrp { return left.vrp < right.vrp }
            return left.source == right.source ? left.object < right.object : left.source < right.source
        }
    }

    static let empty = Provenance(entries: [], sources: [])

    /// Ascending.
    private let entries: [Entry]
    private let sources: [Source]

    init(entries: [Entry], sources: [Source]) {
        self.entries = entries.sortedUnique()
        self.sources = sources
    }

    /// The payloads, ascending and unique.
    var vrps: [TrustedVRP] {
        var result: [TrustedVRP] = []
        result.reserveCapacity(entries.count)
        for entry in entries where result.last != entry.vrp {
            result.append(entry.vrp)
        }
        return result
    }

    /// The objects that state `vrp`, under any trust anchor.
    package func statements(of vrp: VRP) -> [Statement] {
        var index = firstEntry(notBefore: vrp)
        var result: [Statement] = []
        while index < entries.count, entries[index].vrp.vrp == vrp {
            result.append(statement(entries[index]))
            index += 1
        }
        return result
    }

    private func statement(_ entry: Entry) -> Statement {
        let source = sources[Int(entry.source)]
        let object = source.objects[Int(entry.object)]
        return Statement(
            object: object.reference(in: source.directory),
            trustAnchor: source.trustAnchor,
            signed: object.signed,
            notBefore: object.notBefore,
            notAfter: object.notAfter
        )
    }

    private func firstEntry(notBefore vrp: VRP) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].vrp.vrp < vrp { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension AcceptedObject {
    /// The object with its URI.
    package func reference(in directory: RsyncURI) -> ObjectReference {
        ObjectReference(uri: "\(directory)\(fileName)", hash: hash)
    }
}
