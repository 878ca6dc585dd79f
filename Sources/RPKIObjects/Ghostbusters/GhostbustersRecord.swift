/// The content of a Ghostbusters record: whom to call about a certification authority (RFC 6493), a vCard of few
/// properties (RFC 6350).
package struct GhostbustersRecord: SignedObjectPayload {
    /// What the properties that a record may have are about (RFC 6493 section 4).
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The name of a person or role.
        case formattedName = "FN"
        case organization = "ORG"
        case address = "ADR"
        case telephone = "TEL"
        case email = "EMAIL"
    }

    /// One line of the card (RFC 6350 section 3.3).
    package struct Property: Hashable, Sendable {
        /// In upper case.
        package let name: String
        /// In the order of the line.
        package let parameters: [Parameter]
        /// As it stands, still escaped.
        package let encodedValue: String
        /// Where the line starts.
        package let offset: Int

        /// nil for a property that a record may not have.
        package var kind: Kind? { Kind(rawValue: name) }
    }

    /// A parameter of a property, such as the type of a telephone number.
    package struct Parameter: Hashable, Sendable {
        /// In upper case.
        package let name: String
        /// As it stands, with its quotation marks if it has any.
        package let value: String
    }

    /// In the order of the card, without BEGIN, VERSION and END.
    package let properties: [Property]

    package static let type = SignedObjectType.ghostbusters

    /// The largest card that is read, in octets and in lines.
    package static let maximumLength = 65_536
    package static let maximumProperties = 256

    package init(content: ArraySlice<UInt8>) throws(Rejection) {
        guard content.count <= Self.maximumLength else {
            throw Rejection(.gbrTooLarge, "\(content.count) octets", at: content.startIndex)
        }
        var lines = try VCardLines(content)
        // RFC 6493 section 4: BEGIN and VERSION come first, END last.
        guard let begin = try lines.next(), begin.isExactly("BEGIN:VCARD") else {
            throw Rejection(.gbrSyntax, "the first line is not BEGIN:VCARD", at: content.startIndex)
        }
        let versionStart = lines.offset
        guard let version = try lines.next(), version.isExactly("VERSION:4.0") else {
            throw Rejection(.gbrVersion, at: versionStart)
        }
        var properties: [Property] = []
        var isEnded = false
        while let line = try lines.next() {
            if line.isExactly("END:VCARD") {
                isEnded = true
                break
            }
            guard properties.count < Self.maximumProperties else {
                throw Rejection(.gbrTooLarge, "more than \(Self.maximumProperties) properties", at: line.offset)
            }
            let property = try Property(line)
            guard !["BEGIN", "VERSION", "END"].contains(property.name) else {
                throw Rejection(.gbrSyntax, "\(property.name) in the middle of the card", at: line.offset)
            }
            properties.append(property)
        }
        guard isEnded, lines.isAtEnd else {
            throw Rejection(.gbrSyntax, "the last line is not END:VCARD", at: lines.offset)
        }
        self.properties = properties
    }
}

extension GhostbustersRecord {
    /// The values of all properties of one kind, for people: escapes are resolved, line breaks are blanks, and the
    /// components of structured values (ORG, ADR) that are not empty stand one after another with commas between.
    package func values(_ kind: Kind) -> [String] {
        properties.filter { $0.kind == kind }.map(\.value)
    }
}
