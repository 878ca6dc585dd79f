/// The lines of a vCard (RFC 6350 section 3.2): UTF-8, each ended by CR and LF; a line that starts with a blank continues
/// the one before.
struct VCardLines {
    /// One line with its continuations.
    struct Line {
        let octets: [UInt8]
        let offset: Int

        /// Whether the line is `text`, in upper or lower case (RFC 6350 section 3.3).
        func isExactly(_ text: StaticString) -> Bool {
            octets.count == text.utf8CodeUnitCount
                && text.withUTF8Buffer { expected in
                    zip(octets, expected).allSatisfy { URIText.lowerCased($0) == URIText.lowerCased($1) }
                }
        }
    }

    private var rest: ArraySlice<UInt8>

    /// Throws unless the whole is UTF-8.
    init(_ content: ArraySlice<UInt8>) throws(Rejection) {
        guard String(validating: content, as: UTF8.self) != nil else {
            throw Rejection(.gbrSyntax, "not UTF-8", at: content.startIndex)
        }
        rest = content
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// Where the next line starts.
    var offset: Int { rest.startIndex }

    /// The next line; nil at the end.
    mutating func next() throws(Rejection) -> Line? {
        guard !rest.isEmpty else { return nil }
        let start = rest.startIndex
        var octets: [UInt8] = []
        repeat {
            octets += try physicalLine()
            // The blank that marks a continuation is not part of the text.
        } while rest.popFirst(where: { $0 == 0x20 || $0 == 0x09 })
        return Line(octets: octets, offset: start)
    }

    private mutating func physicalLine() throws(Rejection) -> ArraySlice<UInt8> {
        guard let end = rest.firstIndex(where: { $0 == 0x0D || $0 == 0x0A }), rest[end] == 0x0D,
            end + 1 < rest.endIndex, rest[end + 1] == 0x0A
        else { throw Rejection(.gbrSyntax, "a line that does not end in CR and LF", at: rest.startIndex) }
        let line = rest[rest.startIndex..<end]
        rest = rest[(end + 2)...]
        // RFC 6350 section 3.3: no control characters but the tab.
        if let control = line.firstIndex(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) {
            throw Rejection(.gbrSyntax, "a control character", at: control)
        }
        return line
    }
}

extension ArraySlice<UInt8> {
    /// Steps over the first octet if it is one of those; returns whether it was.
    fileprivate mutating func popFirst(where predicate: (UInt8) -> Bool) -> Bool {
        guard let first, predicate(first) else { return false }
        self = dropFirst()
        return true
    }
}
