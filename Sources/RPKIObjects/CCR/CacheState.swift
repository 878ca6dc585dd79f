package import DER
package import RPKICrypto

/// One aspect of a cache's state: a list, and the digest of the list's octets (section 4.4 of the draft).
package protocol CacheState: Hashable, Sendable {
    /// The number of the EXPLICIT tag.
    static var tag: UInt8 { get }

    /// Reads the state's list, whose digest is right, and from `fields` what stands between it and the digest.
    init(list: DERReader, fields: inout DERReader) throws(Rejection)

    /// Writes the elements of the list.
    func writeElements(to writer: inout DERWriter)

    /// Writes what stands between the list and its digest.
    func writeMetadata(to writer: inout DERWriter)
}

extension CacheState {
    /// Nothing, in most states.
    package func writeMetadata(to writer: inout DERWriter) {}

    /// The SHA-256 of the list as it is encoded: equal states have equal digests, whoever wrote them.
    package var digest: SHA256Digest { SHA256Digest(hashing: encodedList()) }

    private func encodedList() -> [UInt8] {
        DERWriter.encode { writer in
            writer.sequence { writer in writeElements(to: &writer) }
        }
    }

    func write(to writer: inout DERWriter) {
        let list = encodedList()
        writer.explicit(Self.tag) { writer in
            writer.sequence { writer in
                writer.raw(list)
                writeMetadata(to: &writer)
                writer.octetString(SHA256Digest(hashing: list).bytes)
            }
        }
    }

    /// Reads the next field. The digest is verified before anything of the list is read (section 6.1 of the draft).
    init(from reader: inout DERReader) throws(Rejection) {
        var (list, fields, digest) = try RejectionReason.ccrSyntax.decoding { () throws(DERError) in
            var explicit = try reader.enter(.contextConstructed(Self.tag))
            var fields = try explicit.enter()
            try explicit.finish()
            let list = try fields.readEncoded(.sequence)
            var rest = fields
            if rest.nextTag != .octetString { _ = try rest.readElement() }
            let digest = try rest.readOctetString()
            try rest.finish()
            return (list, fields, digest)
        }
        guard SHA256Digest(bytes: digest) == SHA256Digest(hashing: list) else {
            throw Rejection(.ccrHashMismatch, "state [\(Self.tag)]", at: digest.startIndex)
        }
        let elements = try RejectionReason.ccrSyntax.decoding { () throws(DERError) in
            var reader = DERReader(list)
            return try reader.enter()
        }
        try self.init(list: elements, fields: &fields)
        try RejectionReason.ccrSyntax.decoding { () throws(DERError) in
            _ = try fields.readOctetString()
            try fields.finish()
        }
    }
}

extension DERReader {
    /// Reads elements to the end; rejects for `reason` one whose key is not greater than that of the one before.
    func readAscending<Element, Key: Comparable>(
        by key: KeyPath<Element, Key>,
        _ reason: RejectionReason,
        _ read: (inout DERReader) throws(Rejection) -> Element
    ) throws(Rejection) -> [Element] {
        var list = self
        var elements: [Element] = []
        while !list.isAtEnd {
            let start = list.offset
            let element = try read(&list)
            if let last = elements.last, !(last[keyPath: key] < element[keyPath: key]) {
                throw Rejection(reason, "\(element[keyPath: key]) after \(last[keyPath: key])", at: start)
            }
            elements.append(element)
        }
        return elements
    }
}

extension Sequence {
    /// Ascending by `precedes`, and of equal elements the first.
    func canonical(by precedes: (Element, Element) -> Bool) -> [Element] {
        var result: [Element] = []
        for element in sorted(by: precedes) where result.last.map({ precedes($0, element) }) ?? true {
            result.append(element)
        }
        return result
    }
}
