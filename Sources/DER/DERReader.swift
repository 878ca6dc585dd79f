/// Reads DER (X.690) strictly and without copying.
///
/// Everything returned is a slice of the array that was given, so slice indices are offsets in it. Accepted
/// are definite lengths in their shortest form and tag numbers up to 30; whatever a value's type forbids is
/// refused. A reader covers the content of one container; ``finish()`` refuses octets that follow the last
/// expected element. Nothing is allocated, and each octet is looked at a bounded number of times.
package struct DERReader: Sendable {
    @usableFromInline let bytes: ArraySlice<UInt8>
    @usableFromInline var position: Int
    @usableFromInline let depth: UInt8

    /// How deeply ``enter(_:)`` may nest.
    package static let maximumDepth: UInt8 = 32

    /// A reader of the elements in `bytes`.
    @inlinable
    package init(_ bytes: ArraySlice<UInt8>) {
        self.init(bytes, depth: 0)
    }

    /// A reader of the elements in `bytes`.
    @inlinable
    package init(_ bytes: [UInt8]) {
        self.init(bytes[...], depth: 0)
    }

    @inlinable
    init(_ bytes: ArraySlice<UInt8>, depth: UInt8) {
        self.bytes = bytes
        position = bytes.startIndex
        self.depth = depth
    }

    /// Whether all elements were read.
    @inlinable
    package var isAtEnd: Bool { position == bytes.endIndex }

    /// Index of the next octet to be read.
    @inlinable
    package var offset: Int { position }

    /// What has not been read yet.
    @inlinable
    package var remainder: ArraySlice<UInt8> { bytes[position...] }

    /// The next element's tag; nil at the end.
    @inlinable
    package var nextTag: DERTag? {
        isAtEnd ? nil : DERTag(rawValue: bytes[position])
    }

    /// Refuses anything left unread.
    @inlinable
    package func finish() throws(DERError) {
        guard isAtEnd else { throw DERError(.trailingData, at: position) }
    }

    /// Reads the next element's header and steps over the element; returns where its content starts.
    @inlinable
    mutating func readHeader() throws(DERError) -> Int {
        let start = position
        guard start < bytes.endIndex else { throw DERError(.missing, at: start) }
        guard bytes.endIndex - start >= 2 else { throw DERError(.truncated, at: start) }
        guard bytes[start] & 0x1F != 0x1F else { throw DERError(.highTagNumber, at: start) }
        let first = bytes[start + 1]
        var contentStart = start + 2
        var length = Int(first)
        if first >= 0x80 {
            let octets = Int(first & 0x7F)
            guard octets != 0 else { throw DERError(.indefiniteLength, at: start + 1) }
            guard octets <= 4 else { throw DERError(.lengthTooLarge, at: start + 1) }
            guard bytes.endIndex - contentStart >= octets else { throw DERError(.truncated, at: start) }
            length = 0
            for index in contentStart..<contentStart + octets {
                // At most four octets: fits 32 bits.
                length = length << 8 | Int(bytes[index])
            }
            guard bytes[contentStart] != 0, length >= 0x80 else { throw DERError(.nonMinimalLength, at: start + 1) }
            contentStart += octets
        }
        guard length <= bytes.endIndex - contentStart else { throw DERError(.truncated, at: start) }
        position = contentStart + length
        return contentStart
    }

    /// Refuses anything but an element with this tag.
    @inlinable
    func expect(_ tag: DERTag) throws(DERError) {
        guard !isAtEnd else { throw DERError(.missing, at: position) }
        guard bytes[position] == tag.rawValue else { throw DERError(.unexpectedTag, at: position) }
    }

    /// Reads the next element, whatever its type.
    @inlinable
    package mutating func readElement() throws(DERError) -> DERElement {
        let start = position
        let contentStart = try readHeader()
        return DERElement(
            tag: DERTag(rawValue: bytes[start]),
            content: bytes[contentStart..<position],
            encoded: bytes[start..<position]
        )
    }

    /// Reads the next element, which must have this tag, and returns its content.
    @inlinable
    package mutating func read(_ tag: DERTag) throws(DERError) -> ArraySlice<UInt8> {
        try expect(tag)
        let contentStart = try readHeader()
        return bytes[contentStart..<position]
    }

    /// Reads the next element if it has this tag; nil, with nothing read, if it has another or there is none.
    @inlinable
    package mutating func readIfPresent(_ tag: DERTag) throws(DERError) -> ArraySlice<UInt8>? {
        guard nextTag == tag else { return nil }
        return try read(tag)
    }

    /// Reads the next element, which must have this tag, with its header.
    @inlinable
    package mutating func readEncoded(_ tag: DERTag) throws(DERError) -> ArraySlice<UInt8> {
        try expect(tag)
        let start = position
        _ = try readHeader()
        return bytes[start..<position]
    }

    /// A reader of the next element's content; the element must have this tag.
    @inlinable
    package mutating func enter(_ tag: DERTag = .sequence) throws(DERError) -> DERReader {
        guard depth < Self.maximumDepth else { throw DERError(.tooDeep, at: position) }
        return DERReader(try read(tag), depth: depth + 1)
    }

    /// A reader of the next element's content if it has this tag; else nil, with nothing read.
    @inlinable
    package mutating func enterIfPresent(_ tag: DERTag) throws(DERError) -> DERReader? {
        guard nextTag == tag else { return nil }
        return try enter(tag)
    }

    /// Refuses elements that are not in the ascending order that a SET OF has (X.690 section 11.6).
    /// Reads nothing.
    package func checkSetOrder() throws(DERError) {
        var rest = self
        var previous: ArraySlice<UInt8>?
        while !rest.isAtEnd {
            let element = try rest.readElement().encoded
            if let previous, element.lexicographicallyPrecedes(previous) {
                throw DERError(.unsortedSet, at: element.startIndex)
            }
            previous = element
        }
    }
}

/// One element: its tag, its content, and both with the length between them.
package struct DERElement: Sendable {
    package let tag: DERTag
    package let content: ArraySlice<UInt8>
    package let encoded: ArraySlice<UInt8>

    @inlinable
    init(tag: DERTag, content: ArraySlice<UInt8>, encoded: ArraySlice<UInt8>) {
        self.tag = tag
        self.content = content
        self.encoded = encoded
    }
}
