import DER
import NumberResources

/// An X.501 name as a certificate or CRL carries it.
package struct DistinguishedName: Sendable {
    /// The Name, with its header.
    package let encoded: ArraySlice<UInt8>

    package init(encoded: ArraySlice<UInt8>) {
        self.encoded = encoded
    }

    /// One attribute, and whether it is the first of its relative distinguished name.
    struct Attribute {
        let type: OID
        let tag: DERTag
        let value: ArraySlice<UInt8>
    }

    /// The most attributes that are looked at; a name of the RPKI has one or two.
    static let maximumAttributes = 16

    /// The attributes in their order.
    func attributes() throws(DERError) -> [Attribute] {
        var attributes: [Attribute] = []
        var reader = DERReader(encoded)
        try reader.within { (relativeNames: inout DERReader) throws(DERError) in
            while !relativeNames.isAtEnd {
                try relativeNames.within(.set) { (set: inout DERReader) throws(DERError) in
                    try set.checkSetOrder()
                    repeat {
                        guard attributes.count < Self.maximumAttributes else {
                            throw DERError(.trailingData, at: set.offset)
                        }
                        let (type, value) = try set.within { (pair: inout DERReader) throws(DERError) in
                            (try pair.readObjectIdentifier(), try pair.readElement())
                        }
                        attributes.append(Attribute(type: type, tag: value.tag, value: value.content))
                    } while !set.isAtEnd
                }
            }
        }
        try reader.finish()
        return attributes
    }

    /// Whether it is one CommonName in the form of RFC 6487 section 4.4, a PrintableString, as nearly all names are.
    var isPrintableCommonName: Bool {
        do throws(DERError) {
            var reader = DERReader(encoded)
            let value = try reader.within { (relativeNames: inout DERReader) throws(DERError) in
                try relativeNames.within(.set) { (set: inout DERReader) throws(DERError) in
                    try set.within { (pair: inout DERReader) throws(DERError) in
                        guard try pair.readObjectIdentifier() == .commonName else {
                            throw DERError(.unexpectedValue, at: pair.offset)
                        }
                        return try pair.read(.printableString)
                    }
                }
            }
            return reader.isAtEnd && ASCIISet.printableString.containsAll(value)
        } catch {
            return false
        }
    }

    /// Whether two names are the same: octet for octet, or by RFC 5280 section 7.1, which ignores the string type,
    /// the case of ASCII letters, and white space at the ends and beyond one between words.
    package func matches(_ other: DistinguishedName) -> Bool {
        if encoded == other.encoded { return true }
        guard let mine = try? attributes(), let theirs = try? other.attributes(), mine.count == theirs.count else {
            return false
        }
        return zip(mine, theirs).allSatisfy { left, right in
            left.type == right.type && Self.folded(left.value) == Self.folded(right.value)
        }
    }

    private static func folded(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        for octet in text {
            if octet == 0x20 {
                if let last = result.last, last != 0x20 { result.append(octet) }
            } else {
                result.append(URIText.lowerCased(octet))
            }
        }
        if result.last == 0x20 { result.removeLast() }
        return result
    }
}

extension DistinguishedName: Hashable {
    /// Octet for octet; ``matches(_:)`` is the comparison that chains use.
    package static func == (left: DistinguishedName, right: DistinguishedName) -> Bool {
        left.encoded == right.encoded
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(encoded)
    }
}

extension DistinguishedName: CustomStringConvertible {
    /// `CN=…, serialNumber=…`, safe to print whatever the name contains.
    package var description: String {
        guard let attributes = try? attributes() else { return "(unreadable name)" }
        return attributes.map { attribute in
            let type =
                switch attribute.type {
                case .commonName: "CN"
                case .serialNumber: "serialNumber"
                default: attribute.type.description
                }
            return "\(type)=\(String(lossless: attribute.value).printable)"
        }.joined(separator: ", ")
    }
}

/// The form that RFC 6487 sections 4.4 and 4.5 give to names: one CommonName and at most one serialNumber, each a
/// PrintableString.
enum NameRule {
    static func inspect(
        _ name: DistinguishedName,
        _ reason: RejectionReason,
        allowsUTF8: Bool = false,
        _ inspection: inout Inspection
    ) throws(Rejection) {
        if name.isPrintableCommonName { return }
        let attributes = try reason.decoding(name.attributes)
        var commonNames = 0
        var serialNumbers = 0
        for attribute in attributes {
            let offset = attribute.value.startIndex
            switch attribute.type {
            case .commonName: commonNames += 1
            case .serialNumber: serialNumbers += 1
            default: try inspection.report(reason, "attribute \(attribute.type)", at: offset)
            }
            try inspection.require(
                attribute.tag == .printableString && ASCIISet.printableString.containsAll(attribute.value)
                    || allowsUTF8 && attribute.tag == .utf8String
                        && String(validating: attribute.value, as: UTF8.self) != nil,
                .nameNotPrintableString,
                "a value is not a PrintableString",
                at: offset
            )
        }
        try inspection.require(
            commonNames == 1,
            reason,
            commonNames == 0 ? "no CommonName" : "more than one CommonName",
            at: name.encoded.startIndex
        )
        try inspection.require(
            serialNumbers <= 1,
            reason,
            "more than one serialNumber",
            at: name.encoded.startIndex
        )
    }
}
