import CExpat

/// Expat behind a door that lets in only the XML that RRDP documents are made of: US-ASCII, no document type
/// declaration, no token longer than a limit.
///
/// Bytes are pushed in; the delegate hears of elements and text as soon as they are complete. Memory is bounded by the
/// longest token, whatever the length of the document.
final class XMLPushParser {
    /// Separates namespace and local name in the element names that the delegate sees.
    static let namespaceSeparator: UInt8 = 0x20

    private let parser: XML_Parser
    private let maximumTokenLength: Int
    private weak var delegate: (any XMLPushParserDelegate)?
    private var failure: RRDPError?
    /// Octets pushed so far, and how many of them had been when something was last recognised.
    private var pushed = 0
    private var recognised = 0

    /// A parser for one document; nil when out of memory. A token is a tag with its attributes, a comment and the like.
    init?(delegate: any XMLPushParserDelegate, maximumTokenLength: Int) {
        // Naming the encoding overrides what the document claims. US-ASCII would be no other, but expat copies what it
        // hands on in any encoding but UTF-8; `push` lets in no octet from 0x80 on.
        guard let parser = XML_ParserCreateNS("UTF-8", XML_Char(Self.namespaceSeparator)) else { return nil }
        self.parser = parser
        self.delegate = delegate
        self.maximumTokenLength = maximumTokenLength
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { context, name, attributes in
                guard let context, let name, let attributes else { return }
                XMLPushParser.at(context).report { delegate throws(RRDPError) in
                    try delegate.startElement(name, XMLAttributes(attributes))
                }
            },
            { context, _ in
                guard let context else { return }
                XMLPushParser.at(context).report { delegate throws(RRDPError) in try delegate.endElement() }
            }
        )
        XML_SetCharacterDataHandler(parser) { context, bytes, count in
            guard let context, let bytes else { return }
            let text = UnsafeRawBufferPointer(start: bytes, count: Int(count))
            XMLPushParser.at(context).report { delegate throws(RRDPError) in try delegate.text(text) }
        }
        XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in
            guard let context else { return }
            XMLPushParser.at(context).report { _ throws(RRDPError) in
                throw RRDPError(.documentType, "document type declarations are not allowed")
            }
        }
    }

    deinit {
        XML_ParserFree(parser)
    }

    /// Parses the next octets of the document. After an error the parser is of no more use.
    func push(_ bytes: UnsafeRawBufferPointer) throws(RRDPError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(16_384)
            rest = rest.dropFirst(piece.count)
            pushed += piece.count
            guard piece.reduce(0, |) < 0x80 else {
                if let failure { throw failure }
                let error = RRDPError(.malformed, "not US-ASCII")
                failure = error
                throw error
            }
            try parse(UnsafeRawBufferPointer(rebasing: piece), isFinal: false)
            if pushed - recognised > maximumTokenLength {
                throw RRDPError(.tooLarge, "a token of more than \(maximumTokenLength) octets")
            }
        }
    }

    /// Ends the document.
    func finish() throws(RRDPError) {
        try parse(UnsafeRawBufferPointer(start: nil, count: 0), isFinal: true)
    }

    private func parse(_ bytes: UnsafeRawBufferPointer, isFinal: Bool) throws(RRDPError) {
        if let failure { throw failure }
        let status = XML_Parse(
            parser,
            bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
            Int32(bytes.count),
            isFinal ? 1 : 0
        )
        if let failure { throw failure }
        guard status == XML_STATUS_OK else {
            let text = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "unknown error"
            let place = "line \(XML_GetCurrentLineNumber(parser)), column \(XML_GetCurrentColumnNumber(parser))"
            let error = RRDPError(.malformed, "\(text) at \(place)")
            failure = error
            throw error
        }
    }

    private func report(_ body: (any XMLPushParserDelegate) throws(RRDPError) -> Void) {
        recognised = pushed
        guard failure == nil, let delegate else { return }
        do throws(RRDPError) {
            try body(delegate)
        } catch {
            failure = error
            XML_StopParser(parser, XML_Bool(0))
        }
    }

    private static func at(_ context: UnsafeMutableRawPointer) -> XMLPushParser {
        Unmanaged<XMLPushParser>.fromOpaque(context).takeUnretainedValue()
    }
}

/// Hears what an `XMLPushParser` recognises. An error ends the parsing.
protocol XMLPushParserDelegate: AnyObject {
    /// `name` is the namespace, a space and the local name, or the local name alone; it ends with a NUL octet.
    func startElement(_ name: UnsafePointer<CChar>, _ attributes: XMLAttributes) throws(RRDPError)
    func endElement() throws(RRDPError)
    /// A part of the text of the current element.
    func text(_ bytes: UnsafeRawBufferPointer) throws(RRDPError)
}

/// The attributes of one start tag, valid during the call that hands them over. Expat has refused duplicates.
struct XMLAttributes: Sequence, IteratorProtocol {
    private var upcoming: UnsafeMutablePointer<UnsafePointer<CChar>?>

    init(_ first: UnsafeMutablePointer<UnsafePointer<CChar>?>) {
        upcoming = first
    }

    mutating func next() -> (name: UnsafePointer<CChar>, value: UnsafePointer<CChar>)? {
        guard let name = upcoming[0], let value = upcoming[1] else { return nil }
        upcoming += 2
        return (name, value)
    }
}
