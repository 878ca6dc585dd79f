import DER

/// The content of a Ghostbusters record: whom to call about a certification authority (RFC 6493), a vCard of few
/// properties (RFC 6350).
package struct GhostbustersRecord: SignedObjectPayload {
    /// What a property is about (RFC 6493 section 5).
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The name of a person or role.
        case formattedName = "FN"
        case organization = "ORG"
        case address = "ADR"
        case telephone = "TEL"
        case email = "EMAIL"
    }

    /// A parameter of a property, such as the type of a telephone number.
    package struct Parameter: Hashable, Sendable {
        /// In upper case.
        package let name: String
        /// As it stands, with its quotation marks if it has any.
        package let value: String
    }

    /// One line of the card.
    package struct Property: Hashable, Sendable {
        package let kind: Kind
        package let parameters: [Parameter]
        /// As it stands, still escaped.
        package let encodedValue: String
    }

    /// In the order of the card, without BEGIN, VERSION and END.
    package let properties: [Property]

    package static let type = SignedObjectType.ghostbusters

    package init(content: ArraySlice<UInt8>) throws(Rejection) {
        properties = []
    }
}

extension GhostbustersRecord {
    /// The values of all properties of one kind, readable: escapes are resolved, the components of structured values
    /// (ORG, ADR) that are not empty are separated by commas.
    package func values(_ kind: Kind) -> [String] {
        properties.filter { $0.kind == kind }.map(\.encodedValue)
    }
}
