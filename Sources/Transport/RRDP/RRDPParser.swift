import FoundationEssentials
import RPKICrypto
import RPKIObjects

/// A streaming reader of RRDP documents (RFC 8182 section 3.5): octets in, events out.
///
/// It holds no more than one object at a time, besides eight octets for each URI that it has seen. What it lets pass is exactly what the
/// schema allows: nothing unknown, nothing twice, nothing out of place. It checks a document in itself; whether a
/// document is the one that was asked for (hash, session, serial, origin) is the caller's to check.
package final class RRDPParser {
    /// Which of the three documents to read.
    package enum Document: String, Sendable {
        case notification, snapshot, delta
    }

    /// How much one document may contain.
    package struct Limits: Sendable {
        /// Octets of one decoded object.
        package var objectSize = 20_000_000
        /// Octets of one tag with its attributes, or of a comment.
        package var tokenLength = 65_536
        /// Names in one document.
        package var objects = 2_000_000
        /// Characters of one URI.
        package var uriLength = 2_048

        package init() {}
    }

    private enum Place {
        case document, root, publish, leaf, end
    }

    private let document: Document
    private let limits: Limits
    private let content: Content

    package init(_ document: Document, limits: Limits = Limits()) throws(RRDPError) {
        self.document = document
        self.limits = limits
        content = try Content(document, limits)
    }

    /// Reads the next octets of the document and says what they complete.
    package func parse(_ bytes: some Collection<UInt8>) throws(RRDPError) -> [RRDPEvent] {
        let result: Result<Void, RRDPError>? = bytes.withContiguousStorageIfAvailable { buffer in
            Result { () throws(RRDPError) in try content.push(UnsafeRawBufferPointer(buffer)) }
        }
        if let result {
            try result.get()
            return content.takeEvents()
        }
        return try parse(Array(bytes))
    }

    /// Ends the document: fails unless it is whole.
    package func finish() throws(RRDPError) -> [RRDPEvent] {
        try content.finish()
        return content.takeEvents()
    }
}

extension RRDPParser {
    /// The grammar, kept apart so that expat's callbacks stay out of the interface.
    private final class Content: XMLPushParserDelegate {
        private let document: Document
        private let limits: Limits
        private var xml: XMLPushParser?
        private var place = Place.document
        private var events: [RRDPEvent] = []
        /// Hashes, keyed anew in every process, of the names so far. Two names of one document that share one by chance
        /// are as good as impossible, and by intent they cannot be found.
        private var seen: Set<Int> = []
        private var snapshots = 0
        private var changes = 0
        /// The object being published: its name, what it replaces, and its base64 so far without white space.
        private var uri = ""
        private var replacing: SHA256Digest?
        private var base64: [UInt8] = []

        init(_ document: Document, _ limits: Limits) throws(RRDPError) {
            self.document = document
            self.limits = limits
            xml = XMLPushParser(delegate: self, maximumTokenLength: limits.tokenLength)
            if xml == nil { throw RRDPError(.tooLarge, "no memory for an XML parser") }
        }

        func push(_ bytes: UnsafeRawBufferPointer) throws(RRDPError) {
            try xml?.push(bytes)
        }

        func finish() throws(RRDPError) {
            try xml?.finish()
            if document == .notification, snapshots != 1 {
                throw RRDPError(.snapshotCount, "a notification with \(snapshots) snapshots")
            }
            if document == .delta, changes == 0 {
                throw RRDPError(.emptyDelta, "a delta without any change")
            }
        }

        func takeEvents() -> [RRDPEvent] {
            defer { events = [] }
            return events
        }

        // MARK: XMLPushParserDelegate

        func startElement(_ name: UnsafePointer<CChar>, _ attributes: XMLAttributes) throws(RRDPError) {
            let element = try RRDPElement(expatName: name)
            switch (place, document, element) {
            case (.document, .notification, .notification), (.document, .snapshot, .snapshot),
                (.document, .delta, .delta):
                try startRoot(attributes)
                place = .root
            case (.root, .notification, .snapshot):
                let values = try AttributeValues(attributes, allowed: [.uri, .hash], limits)
                snapshots += 1
                guard snapshots == 1 else { throw RRDPError(.snapshotCount, "a notification with several snapshots") }
                events.append(.snapshot(RRDPReference(uri: try values.uri(), hash: try values.hash())))
                place = .leaf
            case (.root, .notification, .delta):
                let values = try AttributeValues(attributes, allowed: [.serial, .uri, .hash], limits)
                let reference = RRDPReference(uri: try values.uri(), hash: try values.hash())
                events.append(.delta(serial: try values.serial(), reference))
                place = .leaf
            case (.root, .snapshot, .publish):
                try startPublish(AttributeValues(attributes, allowed: [.uri], limits))
            case (.root, .delta, .publish):
                try startPublish(AttributeValues(attributes, allowed: [.uri, .hash], limits))
            case (.root, .delta, .withdraw):
                let values = try AttributeValues(attributes, allowed: [.uri, .hash], limits)
                events.append(.withdraw(uri: try objectURI(values), hash: try values.hash()))
                changes += 1
                place = .leaf
            default:
                throw RRDPError(.unexpectedElement, "<\(element.rawValue)> where a \(document.rawValue) has none")
            }
        }

        func endElement() throws(RRDPError) {
            switch place {
            case .publish:
                events.append(.publish(uri: uri, replacing: replacing, bytes: try decodedObject()))
                changes += 1
                place = .root
            case .leaf:
                place = .root
            case .root, .document, .end:
                place = .end
            }
        }

        func text(_ bytes: UnsafeRawBufferPointer) throws(RRDPError) {
            guard place == .publish else {
                guard bytes.allSatisfy(Self.isWhiteSpace) else {
                    throw RRDPError(.unexpectedText, "text outside of a publish element")
                }
                return
            }
            // Expat hands on line ends by themselves: most pieces have no white space, which is quickly seen.
            if bytes.reduce(UInt8.max, min) > 0x20 {
                base64.append(contentsOf: bytes)
            } else {
                base64.append(contentsOf: bytes.lazy.filter { !Self.isWhiteSpace($0) })
            }
            guard base64.count <= limits.objectSize / 3 * 4 + 4 else {
                throw RRDPError(.tooLarge, "\(uri) has more than \(limits.objectSize) octets")
            }
        }

        // MARK: Elements

        private func startRoot(_ attributes: XMLAttributes) throws(RRDPError) {
            let values = try AttributeValues(attributes, allowed: [.version, .session, .serial], limits)
            try values.checkVersion()
            events.append(.header(session: try values.session(), serial: try values.serial()))
        }

        private func startPublish(_ values: AttributeValues) throws(RRDPError) {
            uri = try objectURI(values)
            replacing = try values.optionalHash()
            base64.removeAll(keepingCapacity: base64.capacity <= 1 << 20)
            place = .publish
        }

        /// The name of a published or withdrawn object: an rsync URI that this document has not named before.
        private func objectURI(_ values: AttributeValues) throws(RRDPError) -> String {
            let text = try values.uri()
            guard let uri = RsyncURI(text) else { throw RRDPError(.badURI, "\(text) is not an rsync URI") }
            guard seen.count < limits.objects else {
                throw RRDPError(.tooLarge, "more than \(limits.objects) objects")
            }
            guard seen.insert(uri.hashValue).inserted else {
                throw RRDPError(.duplicateURI, "\(text) is named twice")
            }
            return uri.description
        }

        private func decodedObject() throws(RRDPError) -> [UInt8] {
            // Decoded before the closure ends.
            let decoded = base64.withUnsafeMutableBytes { octets in
                octets.baseAddress.map { base in
                    Data(base64Encoded: Data(bytesNoCopy: base, count: octets.count, deallocator: .none))
                } ?? Data()
            }
            guard let data = decoded else { throw RRDPError(.badBase64, "\(uri) is not base64") }
            guard data.count <= limits.objectSize else {
                throw RRDPError(.tooLarge, "\(uri) has more than \(limits.objectSize) octets")
            }
            return Array(data)
        }

        private static func isWhiteSpace(_ byte: UInt8) -> Bool {
            byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
        }
    }
}
