/// The records of one type while an answer arrives: a full set, or changes to a known one.
///
/// Finds announcements of what is there already and withdrawals of what is not (RFC 8210 section 12, codes 7 and 6).
struct RecordTable<Record: Hashable & Comparable & Sendable>: Sendable {
    /// Ascending and unique.
    private let known: [Record]
    private let isDelta: Bool
    /// Of a full set, in the order of arrival. Duplicates are found at the end: sorting costs less than a hash table.
    private var arrived: [Record] = []
    /// Of a delta: whether each changed record is there now.
    private var changes: [Record: Bool] = [:]

    /// - Parameter known: what a delta changes, ascending and unique; nil for a full set.
    init(changing known: [Record]?) {
        self.known = known ?? []
        isDelta = known != nil
    }

    mutating func announce(_ record: Record) throws(PDUError) {
        guard isDelta else {
            arrived.append(record)
            return
        }
        guard !(changes[record] ?? known.containsSorted(record)) else { throw .duplicate }
        changes[record] = true
    }

    mutating func withdraw(_ record: Record) throws(PDUError) {
        guard isDelta, changes[record] ?? known.containsSorted(record) else {
            throw PDUError(.withdrawalOfUnknownRecord, "a record was withdrawn that was not there")
        }
        changes[record] = false
    }

    /// All records, ascending and unique.
    consuming func finish() throws(PDUError) -> [Record] {
        guard isDelta else {
            arrived.sort()
            guard zip(arrived, arrived.dropFirst()).allSatisfy({ $0 < $1 }) else { throw .duplicate }
            return arrived
        }
        let added = changes.lazy.filter { change in change.value }.map { $0.key }
        let changes = changes
        var result = known.filter { changes[$0] ?? true }
        // A record that was withdrawn and announced again is still in place.
        result.append(contentsOf: added.filter { [known] in !known.containsSorted($0) })
        result.sort()
        return result
    }
}

extension PDUError {
    fileprivate static var duplicate: PDUError {
        PDUError(.duplicateAnnouncement, "a record was announced that was there already")
    }
}

extension Array where Element: Comparable {
    /// Whether the ascending array contains `element`.
    func containsSorted(_ element: Element) -> Bool {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle] < element { low = middle + 1 } else { high = middle }
        }
        return low < endIndex && self[low] == element
    }
}
