import DER

/// The serial numbers that a CRL lists, ascending, for lookups by bisection.
struct RevokedCertificates: Hashable, Sendable {
    private var serialNumbers: [SerialNumber] = []
    /// Where the first entry with an extension stands.
    private(set) var firstExtension: Int?
    /// Where the first date of the wrong type stands (RFC 5280 section 5.1.2.6).
    private(set) var firstBadDate: Int?
    /// Whether the list is there, but empty.
    private(set) var isEmptyList = false

    init() {}

    /// Reads the entries of `revokedCertificates` (RFC 5280 section 5.1.2.6).
    init(_ content: DERReader) throws(Rejection) {
        var entries = content
        isEmptyList = entries.isAtEnd
        var isAscending = true
        while !entries.isAtEnd {
            let (start, content) = try RejectionReason.crlSyntax.decoding { () throws(DERError) in
                (entries.offset, try entries.enter())
            }
            var entry = content
            let number = try RejectionReason.crlEntrySerialNumber.decoding { () throws(DERError) in
                try SerialNumber(from: &entry)
            }
            let date = try RejectionReason.crlTimeEncoding.decoding { () throws(DERError) in try entry.readTime() }
            try RejectionReason.crlSyntax.decoding { () throws(DERError) in
                if try entry.readIfPresent(.sequence) != nil { firstExtension = firstExtension ?? start }
                try entry.finish()
            }
            if !date.hasRequiredType { firstBadDate = firstBadDate ?? start }
            if let last = serialNumbers.last, number <= last { isAscending = false }
            serialNumbers.append(number)
        }
        if !isAscending { serialNumbers.sort() }
    }

    var count: Int { serialNumbers.count }

    /// The lowest serial number.
    var first: SerialNumber? { serialNumbers.first }

    func contains(_ number: SerialNumber) -> Bool {
        var low = 0
        var high = serialNumbers.count
        while low < high {
            let middle = (low + high) / 2
            if serialNumbers[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < serialNumbers.count && serialNumbers[low] == number
    }
}
