/// Reads DER (X.690) strictly and without copying.
///
/// Everything returned is a slice of the array that was given, so slice indices are offsets in it. Accepted
/// are definite lengths in their shortest form and tag numbers up to 30; whatever a value's type forbids is
/// refused. A reader covers the content of one container; ``finish()`` refuses octets that follow the last
/// expected element. Nothing is allocated, and each octet is looked at a bounded number of times.
///
/// The types that readers use in their innermost loops are public because nothing else is inlined across modules: with
/// package access each step would be a call.
public struct DERReader: Sendable {
    @usableFromInline let bytes: ArraySlice<UInt8>
    @usableFromInline var position: Int
    /// Where the container's content ends.
    @usableFromInline var end: Int
    @usableFromInline var depth: UInt8

    /// How deeply ``enter(_:)`` may nest.
    public static let maximumDepth: UInt8 = 32

    /// A reader of the elements in `bytes`.
    @inlinable
    public init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
        end = bytes.endIndex
        depth = 0
    }

    /// A reader of the elements in `bytes`.
    @inlinable
    public init(_ bytes: [UInt8]) {
        self.init(bytes[...])
    }

    /// Whether all elements were read.
    @inlinable
    public var isAtEnd: Bool { position == end }

    /// Index of the next octet to be read.
    @inlinable
    public var offset: Int { position }

    /// What has not been read yet.
    @inlinable
    public var remainder: ArraySlice<UInt8> { bytes[position..<end] }

    /// The next element's tag; nil at the end.
    @inlinable
    public var nextTag: DERTag? {
        isAtEnd ? nil : DERTag(rawValue: bytes[position])
    }

    /// Refuses anything left unread.
    @inlinable
    public func finish() throws(DERError) {
        guard isAtEnd else { try DERError.fail(.trailingData, at: position) }
    }

    /// Reads the next element's header and steps over the element; returns where its content starts.
    @inlinable
    @inline(__always)
    mutating func readHeader() throws(DERError) -> Int {
        let start = position
        guard end - start >= 2 else { try DERError.fail(start == end ? .missing : .truncated, at: start) }
        guard bytes[start] & 0x1F != 0x1F else { try DERError.fail(.highTagNumber, at: start) }
        let first = bytes[start + 1]
        guard first < 0x80 else { return try readLongHeader(Int(first & 0x7F)) }
        let contentStart = start + 2
        guard Int(first) <= end - contentStart else { try DERError.fail(.truncated, at: start) }
        position = contentStart + Int(first)
        return contentStart
    }

    /// ``readHeader()`` of an element whose length stands in `octets` octets of its own.
    @usableFromInline
    mutating func readLongHeader(_ octets: Int) throws(DERError) -> Int {
        let start = position
        let lengthStart = start + 2
        guard octets != 0 else { try DERError.fail(.indefiniteLength, at: start + 1) }
        guard octets <= 4 else { try DERError.fail(.lengthTooLarge, at: start + 1) }
        guard end - lengthStart >= octets else { try DERError.fail(.truncated, at: start) }
        let contentStart = lengthStart + octets
        var length = 0
        for index in lengthStart..<contentStart {
            // At most four octets: fits 32 bits.
            length = length << 8 | Int(bytes[index])
        }
        guard bytes[lengthStart] != 0, length >= 0x80 else { try DERError.fail(.nonMinimalLength, at: start + 1) }
        guard length <= end - contentStart else { try DERError.fail(.truncated, at: start) }
        position = contentStart + length
        return contentStart
    }

    /// Refuses anything but an element with this tag.
    @inlinable
    func expect(_ tag: DERTag) throws(DERError) {
        guard !isAtEnd else { try DERError.fail(.missing, at: position) }
        guard bytes[position] == tag.rawValue else { try DERError.fail(.unexpectedTag, at: position) }
    }

    /// Reads the next element, whatever its type.
    @inlinable
    public mutating func readElement() throws(DERError) -> DERElement {
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
    public mutating func read(_ tag: DERTag) throws(DERError) -> ArraySlice<UInt8> {
        try expect(tag)
        let contentStart = try readHeader()
        return bytes[contentStart..<position]
    }

    /// Reads the next element if it has this tag; nil, with nothing read, if it has another or there is none.
    @inlinable
    public mutating func readIfPresent(_ tag: DERTag) throws(DERError) -> ArraySlice<UInt8>? {
        guard nextTag == tag else { return nil }
        return try read(tag)
    }

    /// Reads the next element, which must have this tag, with its header.
    @inlinable
    public mutating func readEncoded(_ tag: DERTag) throws(DERError) -> ArraySlice<UInt8> {
        try expect(tag)
        let start = position
        _ = try readHeader()
        return bytes[start..<position]
    }

    /// A reader of the next element's content; the element must have this tag.
    @inlinable
    public mutating func enter(_ tag: DERTag = .sequence) throws(DERError) -> DERReader {
        guard depth < Self.maximumDepth else { try DERError.fail(.tooDeep, at: position) }
        try expect(tag)
        var content = self
        content.position = try readHeader()
        content.end = position
        content.depth += 1
        return content
    }

    /// Reads the next element's content, all of it, with `body`; the element must have this tag.
    ///
    /// ``enter(_:)`` and ``finish()`` in one, and cheaper: no reader is made. When it throws, this reader is of no
    /// further use.
    @inlinable
    @inline(__always)
    public mutating func within<Value>(
        _ tag: DERTag = .sequence,
        _ body: (inout DERReader) throws(DERError) -> Value
    ) throws(DERError) -> Value {
        guard depth < Self.maximumDepth else { try DERError.fail(.tooDeep, at: position) }
        try expect(tag)
        let contentStart = try readHeader()
        let outerEnd = end
        end = position
        position = contentStart
        depth += 1
        let value = try body(&self)
        try finish()
        end = outerEnd
        depth -= 1
        return value
    }

    /// A reader of the next element's content if it has this tag; else nil, with nothing read.
    @inlinable
    public mutating func enterIfPresent(_ tag: DERTag) throws(DERError) -> DERReader? {
        guard nextTag == tag else { return nil }
        return try enter(tag)
    }

    /// Refuses elements that are not in the ascending order that a SET OF has (X.690 section 11.6).
    /// Reads nothing.
    public func checkSetOrder() throws(DERError) {
        var rest = self
        var previous = position..<position
        while !rest.isAtEnd {
            let start = rest.position
            _ = try rest.readHeader()
            if bytes[start..<rest.position].lexicographicallyPrecedes(bytes[previous]) {
                try DERError.fail(.unsortedSet, at: start)
            }
            previous = start..<rest.position
        }
    }
}

/// One element: its tag, its content, and both with the length between them.
public struct DERElement: Sendable {
    public let tag: DERTag
    public let content: ArraySlice<UInt8>
    public let encoded: ArraySlice<UInt8>

    @inlinable
    init(tag: DERTag, content: ArraySlice<UInt8>, encoded: ArraySlice<UInt8>) {
        self.tag = tag
        self.content = content
        self.encoded = encoded
    }
}
