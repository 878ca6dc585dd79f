/// Builds DER by appending elements; containers take a closure that writes their content.
///
/// ```swift
/// var writer = DERWriter()
/// writer.sequence {
///     $0.integer(1)
///     $0.explicit(0) { $0.objectIdentifier(.sha256) }
/// }
/// ```
/// What it writes is DER except for ``raw(_:)``, which appends octets as they are.
package struct DERWriter: Sendable {
    /// What has been written.
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// The bytes that `body` writes.
    package static func encode<Failure: Error>(
        _ body: (inout DERWriter) throws(Failure) -> Void
    ) throws(Failure) -> [UInt8] {
        var writer = DERWriter()
        try body(&writer)
        return writer.bytes
    }

    /// An element with this tag whose content `body` writes.
    package mutating func element<Failure: Error>(
        _ tag: DERTag,
        _ body: (inout DERWriter) throws(Failure) -> Void
    ) throws(Failure) {
        let start = open(tag)
        try body(&self)
        close(start)
    }

    /// Starts an element; returns where its content starts, for ``close(_:)``.
    mutating func open(_ tag: DERTag) -> Int {
        bytes.append(tag.rawValue)
        bytes.append(0)
        return bytes.count
    }

    /// Ends the element whose content starts at `start`: puts in its length.
    mutating func close(_ start: Int) {
        let length = bytes.count - start
        if length < 0x80 {
            bytes[start - 1] = UInt8(truncatingIfNeeded: length)
        } else {
            let octets = (Int.bitWidth - length.leadingZeroBitCount + 7) / 8
            bytes[start - 1] = 0x80 | UInt8(truncatingIfNeeded: octets)
            bytes.insert(
                contentsOf: (0..<octets).lazy.map { UInt8(truncatingIfNeeded: length >> (8 * (octets - 1 - $0))) },
                at: start
            )
        }
    }

    /// An element with this tag and content.
    package mutating func element(_ tag: DERTag, _ content: some Collection<UInt8>) {
        element(tag) { $0.raw(content) }
    }

    /// Octets as they are: elements encoded elsewhere.
    package mutating func raw(_ octets: some Collection<UInt8>) {
        bytes.append(contentsOf: octets)
    }

    package mutating func sequence<Failure: Error>(
        _ body: (inout DERWriter) throws(Failure) -> Void
    ) throws(Failure) {
        try element(.sequence, body)
    }

    /// A SET OF; the elements that `body` writes are put in ascending order (X.690 section 11.6).
    package mutating func set<Failure: Error>(
        _ body: (inout DERWriter) throws(Failure) -> Void
    ) throws(Failure) {
        try implicitSet(.set, body)
    }

    /// A SET OF under another tag, such as the `[0] IMPLICIT` signed attributes of CMS.
    package mutating func implicitSet<Failure: Error>(
        _ tag: DERTag,
        _ body: (inout DERWriter) throws(Failure) -> Void
    ) throws(Failure) {
        var content = DERWriter()
        try body(&content)
        var elements: [ArraySlice<UInt8>] = []
        var reader = DERReader(content.bytes)
        while let element = try? reader.readElement() {
            elements.append(element.encoded)
        }
        elements.sort { $0.lexicographicallyPrecedes($1) }
        element(tag) { writer in
            for element in elements { writer.raw(element) }
            writer.raw(reader.remainder)
        }
    }

    /// `[number] EXPLICIT` around what `body` writes.
    package mutating func explicit<Failure: Error>(
        _ number: UInt8,
        _ body: (inout DERWriter) throws(Failure) -> Void
    ) throws(Failure) {
        try element(.contextConstructed(number), body)
    }

    /// An OCTET STRING that holds what `body` writes.
    package mutating func octetString<Failure: Error>(
        _ body: (inout DERWriter) throws(Failure) -> Void
    ) throws(Failure) {
        try element(.octetString, body)
    }

    /// A BIT STRING of whole octets that holds what `body` writes.
    package mutating func bitString<Failure: Error>(
        _ body: (inout DERWriter) throws(Failure) -> Void
    ) throws(Failure) {
        try element(.bitString) { (writer: inout DERWriter) throws(Failure) in
            writer.raw(CollectionOfOne(0))
            try body(&writer)
        }
    }
}
