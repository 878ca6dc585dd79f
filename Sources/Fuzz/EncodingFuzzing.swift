import DER
import NumberResources
import RPKIObjects

/// The layers below the objects: DER, BER, URIs.
enum EncodingFuzzing {
    /// What the reader accepts, the writer writes as it was.
    static func der(_ input: [UInt8]) {
        var reader = DERReader(input)
        var writer = DERWriter()
        do {
            try copy(&reader, to: &writer)
        } catch {
            invariant((0...input.count).contains(error.offset), "\(error) is beyond \(input.count)")
            return
        }
        invariant(writer.bytes == input, "written otherwise than it was read")
    }

    private static func copy(_ reader: inout DERReader, to writer: inout DERWriter) throws(DERError) {
        while let tag = reader.nextTag {
            if tag.isConstructed {
                var inner = try reader.enter(tag)
                let isSorted = (try? inner.checkSetOrder()) != nil
                var content = DERWriter()
                try copy(&inner, to: &content)
                if isSorted {
                    writer.implicitSet(tag) { $0.raw(content.bytes) }
                } else {
                    writer.element(tag, content.bytes)
                }
                continue
            }
            switch tag {
            case .boolean: writer.boolean(try reader.readBoolean())
            case .integer: try copyInteger(&reader, to: &writer)
            case .bitString:
                let string = try reader.readBitString()
                if let bits = string.leftAligned {
                    let octets = (0..<16).map { UInt8(truncatingIfNeeded: bits >> UInt128(8 * (15 - $0))) }
                    invariant(octets.starts(with: string.bytes), "bits that are not those of the octets")
                }
                writer.bitString(string.bytes, unusedBits: string.unusedBits)
            case .octetString: writer.octetString(try reader.readOctetString())
            case .null:
                try reader.readNull()
                writer.null()
            case .objectIdentifier:
                let identifier = try reader.readObjectIdentifier()
                invariant(!identifier.description.isEmpty, "an object identifier without text")
                writer.objectIdentifier(identifier)
            case .utcTime: writer.time(try reader.readTime().time)
            case .generalizedTime: writer.generalizedTime(try reader.readGeneralizedTime())
            default:
                let element = try reader.readElement()
                writer.element(element.tag, element.content)
            }
        }
    }

    private static func copyInteger(_ reader: inout DERReader, to writer: inout DERWriter) throws(DERError) {
        var again = reader
        let octets = try reader.readInteger()
        if let small = try? again.readUnsignedInteger(as: UInt64.self) {
            writer.integer(small)
        } else if octets.first ?? 0x80 < 0x80 {
            writer.unsignedInteger(octets.first == 0 ? octets.dropFirst() : octets)
        } else {
            writer.element(.integer, octets)
        }
    }

    /// What was made DER is DER, and stays as it is.
    static func ber(_ input: [UInt8]) {
        let normalized: [UInt8]
        do {
            normalized = try BERNormalizer.normalize(input[...])
        } catch {
            invariant((0...input.count).contains(error.offset), "\(error) is beyond \(input.count)")
            return
        }
        invariant(normalized.count <= 2 * input.count, "\(normalized.count) octets from \(input.count)")
        invariant((try? BERNormalizer.normalize(normalized[...])) == normalized, "not stable")
        var reader = DERReader(normalized)
        invariant((try? reader.readElement()) != nil && reader.isAtEnd, "not one element")
    }

    /// A URI that was read reads back as the same from its text and its parts, and its parts lie in it.
    static func uri(_ input: [UInt8]) {
        if let uri = RsyncURI(ascii: input[...]) {
            let text = uri.description
            invariant(RsyncURI(text) == uri && RsyncURI(ascii: Array(text.utf8)[...]) == uri, "\(text) differs")
            // The module's name alone stands for the module.
            let isModule = text + "/" == uri.moduleURI.description
            invariant(isModule || uri.moduleURI.contains(uri), "\(text) is not in its module")
            invariant(isModule || uri.directory.contains(uri), "\(text) is not in its directory")
            invariant(text.hasSuffix(uri.path), "\(uri.path) is not the end of \(text)")
            invariant(!uri.path.split(separator: "/").contains { $0 == ".." || $0 == "." }, "dot segments in \(text)")
            _ = (uri.host, uri.port, uri.fileName)
            if !uri.fileName.isEmpty, !isModule {
                invariant(uri.directory.appending(uri.fileName) == uri, "\(text) is not its directory and name")
            }
        }
        if let uri = HTTPSURI(ascii: input[...]) {
            invariant(HTTPSURI(uri.description) == uri, "\(uri) differs")
            invariant(uri.hasSameOrigin(as: uri), "\(uri) is of another origin than itself")
            invariant(uri.description.hasSuffix(uri.path), "\(uri.path) is not the end of \(uri)")
            _ = (uri.host, uri.port, uri.origin)
        }
        let text = String(decoding: input, as: UTF8.self)
        if let prefix = IPPrefix(parsing: text) {
            invariant(IPPrefix(parsing: prefix.description) == prefix, "\(prefix) differs")
        }
        if let address = IPAddress(parsing: text) {
            invariant(IPAddress(parsing: address.description) == address, "\(address) differs")
        }
        if let asn = ASN(parsing: text) { invariant(ASN(parsing: asn.description) == asn, "\(asn) differs") }
    }
}
