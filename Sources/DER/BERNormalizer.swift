/// Turns BER into DER as far as lengths go: indefinite lengths become definite ones, and OCTET STRINGs in pieces become
/// whole (X.690 sections 8.1.3.6 and 8.7.3).
///
/// Some publishers encode the outer layers of CMS so. Everything else, lengths that are not in their shortest form
/// included, is refused as ``DERReader`` refuses it; primitive values are copied as they are.
package struct BERNormalizer {
    private let input: ArraySlice<UInt8>
    private var position: Int
    private var writer = DERWriter()

    /// The DER of the one element that `input` holds.
    package static func normalize(_ input: ArraySlice<UInt8>) throws(DERError) -> [UInt8] {
        var normalizer = BERNormalizer(input)
        try normalizer.copyElement(depth: 0)
        guard normalizer.position == input.endIndex else { throw DERError(.trailingData, at: normalizer.position) }
        return normalizer.writer.bytes
    }

    private init(_ input: ArraySlice<UInt8>) {
        self.input = input
        position = input.startIndex
    }

    /// An element's tag, and where its content ends; nil when end-of-contents octets say so.
    private struct Header {
        let tag: DERTag
        let end: Int?
    }

    private mutating func readHeader() throws(DERError) -> Header {
        guard input.endIndex - position >= 2 else { throw DERError(.truncated, at: position) }
        let tag = DERTag(rawValue: input[position])
        if input[position + 1] == 0x80 {
            guard tag.isConstructed else { throw DERError(.indefiniteLength, at: position + 1) }
            guard tag.rawValue & 0x1F != 0x1F else { throw DERError(.highTagNumber, at: position) }
            position += 2
            return Header(tag: tag, end: nil)
        }
        var reader = DERReader(input[position...])
        let content = try reader.readElement().content
        position = content.startIndex
        return Header(tag: tag, end: content.endIndex)
    }

    private mutating func copyElement(depth: UInt8) throws(DERError) {
        guard depth < DERReader.maximumDepth else { throw DERError(.tooDeep, at: position) }
        let elementStart = position
        let header = try readHeader()
        // A constructed OCTET STRING.
        if header.tag.rawValue == 0x24 {
            var pieces: [UInt8] = []
            try joinPieces(header, into: &pieces, depth: depth)
            writer.octetString(pieces)
            return
        }
        // What is DER already is copied in one piece, such as the certificates in CMS.
        if let end = header.end, !header.tag.isConstructed || isDefinite(position..<end, depth: depth + 1) {
            writer.raw(input[elementStart..<end])
            position = end
            return
        }
        let start = writer.open(header.tag)
        while try !isAtEnd(of: header) {
            try copyElement(depth: depth + 1)
        }
        writer.close(start)
    }

    /// Whether the elements in `range` and in these can stay as they are: no indefinite lengths, no strings in pieces,
    /// and nothing that is not to be read.
    private func isDefinite(_ range: Range<Int>, depth: UInt8) -> Bool {
        guard depth < DERReader.maximumDepth else { return false }
        var reader = DERReader(input[range])
        while !reader.isAtEnd {
            guard let tag = reader.nextTag, tag.rawValue != 0x24, let content = try? reader.read(tag),
                !tag.isConstructed || isDefinite(content.startIndex..<content.endIndex, depth: depth + 1)
            else { return false }
        }
        return true
    }

    /// Appends the pieces of a constructed OCTET STRING.
    private mutating func joinPieces(_ header: Header, into pieces: inout [UInt8], depth: UInt8) throws(DERError) {
        guard depth < DERReader.maximumDepth else { throw DERError(.tooDeep, at: position) }
        while try !isAtEnd(of: header) {
            let start = position
            let piece = try readHeader()
            if piece.tag == .octetString, let end = piece.end {
                pieces.append(contentsOf: input[position..<end])
                position = end
            } else if piece.tag.rawValue == 0x24 {
                try joinPieces(piece, into: &pieces, depth: depth + 1)
            } else {
                throw DERError(.unexpectedTag, at: start)
            }
        }
    }

    /// Whether the content that `header` started ends here; steps over end-of-contents octets.
    private mutating func isAtEnd(of header: Header) throws(DERError) -> Bool {
        if let end = header.end {
            guard position <= end else { throw DERError(.truncated, at: end) }
            return position == end
        }
        guard input.endIndex - position >= 2 else { throw DERError(.truncated, at: position) }
        guard input[position] == 0 else { return false }
        guard input[position + 1] == 0 else { throw DERError(.unexpectedValue, at: position) }
        position += 2
        return true
    }
}
